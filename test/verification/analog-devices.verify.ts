import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { queryTables } from '../../src/store/query.js';
import { ANALOG_SCENARIO } from '../run/analog-text.js';
import { runText, temporaryFolder } from '../run/scenario-text.js';
import { needsWebgpu } from '../simulate/device/needs-webgpu.js';

const folder = temporaryFolder();
const overrides = ['stop.generations=3'];

/** Strengths and influences of the first generation, before float32 and doubles can have selected differently. */
async function firstStrengths(directory: string): Promise<number[]> {
  const sql = `SELECT mean, min, max, influence FROM channels WHERE generation = 0 ORDER BY ALL`;
  return (await queryTables(directory, sql)).rows.flat() as number[];
}

// tfjs:cpu computes the same way as tfjs:wasm and takes ten times as long: its operation is held to the reference every day.
describe.each(['tfjs:wasm', ...(needsWebgpu() ? ['tfjs:webgpu'] : [])])('analog units on %s', (evaluator) => {
  it('have one digest for 0 and 2 workers, and begin with what the reference finds in doubles', async () => {
    const reference = await runText(ANALOG_SCENARIO, join(folder, 'reference'), { overrides });
    const place = join(folder, evaluator.replace(':', '-'));
    const inline = await runText(ANALOG_SCENARIO, join(place, '0'), { evaluator, overrides, workers: 0 });
    // Batches of two threads' requests are others than those of one.
    const threads = await runText(ANALOG_SCENARIO, join(place, '2'), { evaluator, overrides, workers: 2 });
    expect(threads.digest).toBe(inline.digest);
    const [expected, found] = [await firstStrengths(reference.directory), await firstStrengths(inline.directory)];
    expect(found.length).toBe(expected.length);
    const largest = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
    console.log(
      `${evaluator}: strengths of the first generation differ from the reference's by ${largest.toExponential(1)} at most`,
    );
    // Moments of 128 samples are right to some 1e-6, and strengths are logarithms of their ratios.
    expect(largest).toBeLessThan(1e-5);
  });
});
