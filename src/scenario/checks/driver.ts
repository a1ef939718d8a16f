import type { Faults } from '../document/faults.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import type { RawDemon } from '../schema/demons.js';
import { checkRegion } from './region.js';

/** Some variation of the run inherits the region with a bias toward the payload, or lets it copy itself. */
export function checkDriver(
  draft: Draft,
  faults: Faults,
  path: Path,
  { region, payload }: Extract<RawDemon, { kind: 'driver' }>,
): void {
  const at = [...path, 'region'];
  if (!checkRegion(draft, faults, at, region)) return;
  const drives = draft.variations.flatMap(({ drive }) => (drive?.region === region ? [drive.toward] : []));
  if (drives.includes(payload)) return;
  if (draft.variations.some(({ copying }) => copying?.region === region)) return;
  const given =
    drives.length > 0 ? `which drives toward ${drives.join(', ')} and not toward ${payload}` : 'which nothing favours';
  faults.at(
    draft.tree,
    at,
    `${region}, ${given}; expected variation.drive: {region: ${region}, toward: ${payload}, bias: 0.8}, or variation.copying: {region: ${region}, rate: 0.01}, there or in a phase`,
  );
}
