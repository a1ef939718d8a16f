import {
  adapterName,
  driversOf,
  infoOf,
  isSoftwareAdapter,
  loadDawn,
  obstacleOf,
  requestFrom,
} from './find-adapter.js';

/** What one of Dawn's backends offers: an adapter, or the reason why there is none. */
export type Offer = { readonly driver: string } & (
  | { readonly name: string; readonly isSoftware: boolean }
  | { readonly obstacle: string }
);

/** What all of Dawn's backends on this platform offer; a string where Dawn itself cannot be had. Opens no device. */
export async function listAdapters(): Promise<readonly Offer[] | string> {
  const dawn = await loadDawn();
  if (typeof dawn === 'string') return dawn;
  const offers: Offer[] = [];
  for (const driver of driversOf(process.platform)) {
    const obstacle = obstacleOf(driver);
    const adapter = obstacle === null ? await requestFrom(dawn.create([`backend=${driver}`]), driver) : null;
    if (adapter === null) offers.push({ driver, obstacle: obstacle ?? 'no adapter' });
    else {
      const info = infoOf(adapter);
      offers.push({ driver, name: adapterName(info), isSoftware: isSoftwareAdapter(info) });
    }
  }
  return offers;
}
