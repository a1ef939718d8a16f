import type { PointCommand, Sweep } from '../design/records.js';
import type { FinishedPoints } from '../finished.js';
import type { MeasuredCost } from './nearest-costs.js';

/** Finished runs whose times are looked up, at most: enough for a mean, and few enough for a quick look. */
const MOST_MEASURED = 256;

/** Milliseconds of computing of a finished run by command; null where that is not known. */
export type ElapsedOf = (id: string) => Readonly<Record<string, number>> | null;

/**
 * What finished points of a design took, as far as all commands of a point are known: of a few spread over the design.
 *
 * @param elapsedOf of a run that is in no pack: reads its file
 */
export function finishedCosts(
  { points, commands }: Pick<Sweep, 'points' | 'commands'>,
  finished: Pick<FinishedPoints, 'has' | 'packed'>,
  elapsedOf: ElapsedOf,
): MeasuredCost[] {
  const done = points.filter(({ id }) => finished.has(id));
  const step = Math.max(1, done.length / MOST_MEASURED);
  const costs: MeasuredCost[] = [];
  for (let i = 0; i < done.length; i += step) {
    const { id, coordinates } = done[Math.floor(i)]!;
    const elapsed = finished.packed(id)?.elapsedMs ?? elapsedOf(id);
    const ms = elapsed === null ? null : total(elapsed, commands);
    if (ms !== null) costs.push({ coordinates, ms });
  }
  return costs;
}

function total(elapsed: Readonly<Record<string, number>>, commands: readonly PointCommand[]): number | null {
  let sum = 0;
  for (const command of commands) {
    const ms = elapsed[command];
    if (ms === undefined) return null;
    sum += ms;
  }
  return sum;
}
