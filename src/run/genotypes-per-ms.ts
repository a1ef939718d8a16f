/** How long the speed is measured, by default. */
const CALIBRATION_MS = 300;

/**
 * Genotypes that are evaluated in a millisecond, from batches of up to `most` that are evaluated now.
 *
 * @param compiles whether some batches take longer since a device compiles for them: when it is first asked, and for some
 *   sizes of a batch. No run does so often, so the fastest batch tells.
 */
export function genotypesPerMs(
  evaluate: (batch: number) => void,
  most: number,
  compiles: boolean,
  calibrationMs = CALIBRATION_MS,
  clock: () => number = () => performance.now(),
): number {
  let [evaluated, fastest] = [0, 0];
  const start = clock();
  let now = start;
  while (now - start < calibrationMs) {
    // The first batches are small, for an evaluator that takes its time.
    const batch = Math.min(most, Math.max(1, evaluated));
    evaluate(batch);
    evaluated += batch;
    const before = now;
    now = clock();
    fastest = Math.max(fastest, batch / (now - before));
  }
  return compiles ? fastest : evaluated / (now - start);
}
