import { describe, expect, it } from 'vitest';
import { FaultList } from '../../../src/base/errors.js';
import { checkPoints, evenOrder } from '../../../src/sweep/design/check-points.js';
import { sweepLoader } from './sweep-file.js';

const { file, load } = sweepLoader();

async function faultsOf(text: string, budgetMs?: number): Promise<readonly string[]> {
  const sweep = await load(text);
  try {
    checkPoints(sweep, budgetMs === undefined ? {} : { budgetMs });
  } catch (error) {
    if (error instanceof FaultList) return error.faults.map((fault) => fault.replace(`${file}:`, '').trim());
    throw error;
  }
  return [];
}

describe('the points of a sweep', () => {
  it('are all resolved', async () => {
    const sweep = await load('axes: {size: {key: population.size, range: {from: 3, to: 62, step: 1}}}');
    expect(checkPoints(sweep)).toBe(60);
  });

  it('are refused each with its coordinates and its fault, the same fault once', async () => {
    expect(
      await faultsOf(`
axes:
  noise: {key: lattice.noise, values: [0, 2]}
  size: {key: population.size, values: [10, 0, 20]}
  samples: {levels: {a: {}, b: {measure.sampels: 128}}}
`),
    ).toEqual([
      expect.stringMatching(
        /^5:\d+: point 11 \(noise 2, size 20, samples b, replicate 0\): lattice\.noise: 2; expected a number from 0 to 1 \(and 5 more of 12 points checked\)$/,
      ),
      expect.stringMatching(/^7:\d+: point 11 .*: measure\.sampels: unknown key; did you mean "samples"\?/),
      expect.stringMatching(/^6:\d+: point 8 .*population\.size: 0; expected an integer from 1 to \d+ \(and 3 more/),
    ]);
  });

  it('are checked as far as time allows, the first and the last always', async () => {
    const text = 'axes: {noise: {key: lattice.noise, values: [0, 0.5, 2, 3, 4, 1]}}';
    expect(await faultsOf(text, 0)).toEqual([]);
    expect(checkPoints(await load(text), { budgetMs: 0 })).toBe(2);
    expect((await faultsOf(text)).length).toBe(3);
  });

  it('have an evaluator that can evaluate their units', async () => {
    const text = 'axes: {kind: {levels: {lut: {}, analog: {units: {kind: analog}, environment.x: {gaussian: 1}}}}}\n';
    expect(await faultsOf(text)).toEqual([]);
    expect(await faultsOf(`${text}evaluator: wasm`)).toEqual([
      expect.stringMatching(/^point 1 \(kind analog, replicate 0\): evaluator "wasm" for analog units/),
    ]);
  });

  it('are gone through evenly: every first part of the order leaves no gap of more than four times the mean', () => {
    for (const n of [0, 1, 2, 3, 7, 64, 1000]) {
      const order = [...evenOrder(n)];
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      for (let part = 2; part <= n; part = Math.ceil(part * 1.7)) {
        const seen = order.slice(0, part).sort((a, b) => a - b);
        const widest = Math.max(...seen.slice(1).map((index, i) => index - seen[i]!));
        // By bisection of 2^k ≥ n: gaps are powers of two, of which the widest is below four times the mean.
        expect(widest).toBeLessThanOrEqual((4 * (n - 1)) / (part - 1));
      }
    }
  });
});
