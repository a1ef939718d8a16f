import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { queryTables } from '../../src/store/query.js';
import { earlyPhases, fewestIslands, fewestSamples, runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const read = (file: string): string => readFileSync(join('scenarios', file), 'utf8');

describe('every scenario that is shipped', () => {
  for (const file of readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))) {
    it(`${file} opens with its question, expectation and rough time, and runs at a small size`, async () => {
      const text = read(file);
      for (const word of ['# Question:', '# Expected', '# Rough time:']) expect(text).toContain(word);
      const { scenario } = loadScenario({ text, file });
      expect(file).toContain(scenario.name);
      const overrides = [
        'population.size=12',
        fewestIslands(scenario),
        fewestSamples(scenario),
        'measure.prior=4',
        `stop.generations=${Math.min(3, scenario.stop.generations)}`,
        ...earlyPhases(scenario),
      ];
      const small = await runText(text, folder, { overrides });
      expect(small.status).toBe('done');
    });
  }
});

/** Sampling standard error of the information of a binary symmetric channel of flip probability e: sd of the log ratio. */
function standardErrorOfWire(e: number, samples: number): number {
  const [hit, miss] = [Math.log2(2 * (1 - e)), Math.log2(2 * e)];
  const information = (1 - e) * hit + e * miss;
  return Math.sqrt(((1 - e) * hit ** 2 + e * miss ** 2 - information ** 2) / samples);
}

describe('12-noisy-wire', () => {
  const lengths = [1, 2, 4, 8, 16];
  const known = new Map([
    [0.01, [0.91920686, 0.85968388, 0.76316336, 0.61707276, 0.42075582]],
    [0.05, lengths.map((n) => closedForm(0.05, n))],
  ]);

  function closedForm(epsilon: number, n: number): number {
    const e = (1 - (1 - 2 * epsilon) ** n) / 2;
    return 1 + e * Math.log2(e) + (1 - e) * Math.log2(1 - e);
  }

  it.each([0.01, 0.05])(
    'carries what the closed form says, within four standard errors, at noise %d',
    async (noise) => {
      const text = read('12-noisy-wire.yaml');
      const { directory } = await runText(text, folder, { overrides: [`lattice.noise=${noise}`] });
      const { rows } = await queryTables(directory, 'SELECT mean FROM channels ORDER BY channel');
      expect(rows.length).toBe(lengths.length);
      lengths.forEach((n, i) => {
        const expected = known.get(noise)![i]!;
        expect(closedForm(noise, n)).toBeCloseTo(expected, 8);
        const e = (1 - (1 - 2 * noise) ** n) / 2;
        expect(Math.abs((rows[i]![0] as number) - expected)).toBeLessThan(4 * standardErrorOfWire(e, 65_536));
      });
    },
  );
});

describe('50-gaussian-wire', () => {
  it('carries what the closed form says of the weights that evolved, within four standard errors', async () => {
    const samples = 256;
    const { directory } = await runText(read('50-gaussian-wire.yaml'), folder, {
      overrides: ['population.size=30', 'population.islands=2', 'measure.samples=256', 'stop.generations=12'],
    });
    const { rows } = await queryTables(directory, 'SELECT genome, fitness FROM champions ORDER BY generation, island');
    const strengths = rows.map(([genome, fitness]) => {
      const bits = Uint32Array.from((genome as string).match(/.{8}/g)!, (word) => Number.parseInt(word, 16));
      // Weight and bias of one unit after the other, from A to B.
      const weights = new Float32Array(bits.buffer).filter((_, parameter) => parameter % 2 === 0);
      let [gain, noise] = [1, 0];
      for (const weight of weights) {
        gain *= weight;
        noise = noise * weight * weight + 0.25;
      }
      const squaredCorrelation = gain ** 2 / (gain ** 2 + noise);
      const expected = -Math.log2(1 - squaredCorrelation) / 2;
      const error = Math.sqrt(squaredCorrelation / samples) / Math.LN2;
      // Fitness is the plug-in value: its bias is 1/(2 S ln 2), and of the fittest of 30 it is also luck.
      expect(Math.abs((fitness as number) - expected)).toBeLessThan(4 * error + 1 / (2 * samples * Math.LN2));
      return expected;
    });
    expect(strengths.at(-1)).toBeGreaterThan(strengths[0]! + 0.5);
  });
});

describe('13-order-and-chaos', () => {
  const far = async (bit: number): Promise<{ strength: number; influence: number }> => {
    const { directory } = await runText(read('13-order-and-chaos.yaml'), folder, {
      overrides: [`genome.prior.bit=${bit}`, 'population.size=200'],
      workers: 2,
    });
    const { rows } = await queryTables(
      directory,
      "SELECT avg(mean), avg(influence) FROM channels WHERE channel = 'distance15'",
    );
    return { strength: rows[0]![0] as number, influence: rows[0]![1] as number };
  };

  it('has strength near 0 and influence well above 0.1 at distance 15 where tables are fair', async () => {
    const { strength, influence } = await far(0.5);
    expect(Math.abs(strength)).toBeLessThan(0.01);
    // 0.167 ± 0.004 in the whole scenario; 800 genotypes here have an error of about 0.006.
    expect(influence).toBeGreaterThan(0.14);
  });

  it('has both near 0 where tables are mostly zeros', async () => {
    const { strength, influence } = await far(0.1);
    expect(Math.abs(strength)).toBeLessThan(0.01);
    expect(influence).toBeLessThan(0.01);
  });
});
