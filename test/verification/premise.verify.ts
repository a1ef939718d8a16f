import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mean, standardError } from '../../src/base/statistics.js';
import { runPressure } from '../../src/run/pressure/pressure.js';
import { runScenario } from '../../src/run/run.js';
import { loadScenario } from '../../src/scenario/load.js';
import { queryTables } from '../../src/store/query.js';

/** Student's t with 15 degrees of freedom goes beyond four standard errors in 0.1 % of the some sixty comparisons. */
const ERRORS = 4;

describe('43-mutation-free, the premise of the theorems', () => {
  it('keeps to Theorem 1 in every generation, and contradicts no claim that is certified', async () => {
    const out = mkdtempSync(join(tmpdir(), 'scarce-premise-'));
    try {
      const file = '43-mutation-free.yaml';
      const text = readFileSync(join('scenarios', file), 'utf8');
      const { scenario, hash } = loadScenario({ text, file });
      const options = { scenario, hash, text, out, workers: 2, evaluator: 'wasm', resume: false, packageVersion: '0' };
      const { certificate, summary } = await runPressure(options);
      const { directory } = await runScenario(options);
      const asked = 'SELECT generation, channel, mean, influence, transmission FROM channels ORDER BY ALL';
      const rows = (await queryTables(directory, asked)).rows as [number, string, number, number, number][];
      // The premise: nothing is changed on the way from parent to child.
      expect(rows.every((row) => row[4] === 0)).toBe(true);
      for (const [p, claim] of certificate!.claims.entries()) {
        const { unintended, quantity, verdict, levels } = claim;
        const { start } = summary!.predictions[p]!;
        const rise = Math.max(...levels.map((level) => level.rise ?? 0));
        const error = Math.max(...levels.map(({ rise: r, upper }) => (r === null || upper === null ? 0 : upper - r)));
        const worst = { excess: Number.NEGATIVE_INFINITY, generation: 0, value: 0, own: 0 };
        for (let generation = 0; generation <= scenario.stop.generations; generation++) {
          const values = rows
            .filter((row) => row[0] === generation && row[1] === unintended)
            .map((row) => (quantity === 'strength' ? row[2] : row[3]));
          expect(values.length).toBe(16);
          const [value, own] = [mean(values), standardError(values)];
          // `upper` lies more than four standard errors above: limits are at α over all thresholds and claims.
          expect(value - start!.mean, `${unintended}, ${quantity}, generation ${generation}`).toBeLessThanOrEqual(
            rise + error + ERRORS * Math.hypot(own, start!.standardError!),
          );
          if (verdict === 'certified') {
            expect(value - start!.mean).toBeLessThanOrEqual(
              certificate!.allowed + ERRORS * Math.hypot(own, start!.standardError!),
            );
          }
          const excess = value - start!.mean - rise;
          if (excess > worst.excess) Object.assign(worst, { excess, generation, value, own });
        }
        console.log(
          `${unintended}, ${quantity}: ${verdict}; ${start!.mean.toFixed(4)} under the prior, largest rise on the curve ` +
            `${rise.toFixed(4)}; nearest to it at generation ${worst.generation}: ${worst.value.toFixed(4)} +- ${worst.own.toFixed(4)}`,
        );
      }
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
