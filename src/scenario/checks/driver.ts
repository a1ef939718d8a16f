import type { Faults } from '../document/faults.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import type { RawDemon } from '../schema/demons.js';
import { checkRegion } from './region.js';

/** A bias that favours neither parent. */
const FAIR = 0.5;

/** Some variation of the run inherits the region with a bias toward the payload, or lets it copy itself. */
export function checkDriver(
  draft: Draft,
  faults: Faults,
  path: Path,
  { region, payload }: Extract<RawDemon, { kind: 'driver' }>,
): void {
  const at = [...path, 'region'];
  if (!checkRegion(draft, faults, at, region)) return;
  const drives = draft.variations.flatMap(({ drive }) => (drive?.region === region ? [drive] : []));
  if (drives.some(({ toward, bias }) => toward === payload && bias > FAIR)) return;
  if (draft.variations.some(({ copying }) => copying?.region === region && copying.rate > 0)) return;
  const toward = [...new Set(drives.map((drive) => drive.toward))];
  const given =
    drives.length === 0
      ? 'which nothing favours'
      : toward.includes(payload)
        ? `which drives toward ${payload} with a bias of ${FAIR} or less`
        : `which drives toward ${toward.join(', ')} and not toward ${payload}`;
  faults.at(
    draft.tree,
    at,
    `${region}, ${given}; expected variation.drive: {region: ${region}, toward: ${payload}, bias: 0.8}, or variation.copying: {region: ${region}, rate: 0.01}, there or in a phase`,
  );
}
