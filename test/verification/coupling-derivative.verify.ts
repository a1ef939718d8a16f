import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/base/table.js';
import { studentT } from '../../src/coupling/certificate/student-t.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { System } from '../../src/system/system.js';
import { exactStrengthsOf } from '../coupling/bottleneck.js';

/** One unit between two sources and two sinks: the strengths compete, 256 genotypes. */
const BOTTLENECK = `
name: bottleneck
lattice:
  map: |
    A # B
    # . #
    C # D
  neighbours: west3
  border: zero
  start: zero
environment: {x: fair, z: fair}
ports: {A: {write: x}, B: {read: true, target: x}, C: {write: z}, D: {read: true}}
channels: {through: {from: A, to: B, reward: 1}, leak: {from: C, to: D}}
genome: {fixed: {B: {copy: 2}, D: {copy: 0}}}
population: {size: 3, islands: 2}
stop: {generations: 0}
`;

/**
 * Two noisy units in series, of which the first reads both sources and is all that D reads, a biased variable and a random
 * border: 65,536 genotypes, nothing alike.
 */
const SERIES = `
name: series
lattice:
  map: |
    A # # #
    # . . B
    C # D #
  neighbours: west3
  noise: 0.03
environment: {x: fair, z: {biased: 0.3}}
ports: {A: {write: x}, B: {read: true, target: x}, C: {write: z}, D: {read: true}}
channels: {through: {from: A, to: B, reward: 1}, leak: {from: C, to: D}, across: {from: A, to: D}}
genome: {fixed: {B: {copy: 1}, D: {copy: 0}}}
population: {size: 3, islands: 2}
stop: {generations: 0}
`;

/** Two wires of four units that share nothing: rare strengths that coincide a few times, if at all. */
const APART = `
name: apart
lattice:
  map: |
    A . . . B
    # # # # #
    C . . . D
  neighbours: west
environment: {x: fair, z: {biased: 0.3}}
ports: {A: {write: x}, B: {read: true, target: x}, C: {write: z}, D: {read: true}}
channels: {through: {from: A, to: B, reward: 1}, leak: {from: C, to: D}}
population: {size: 3, islands: 2}
stop: {generations: 0}
`;

interface Truth {
  readonly prior: readonly [forward: number, reverse: number];
  readonly mutational: readonly [forward: number, reverse: number];
}

/** Both slopes over all genotypes and over all of their one-bit mutants, each genotype and each mutant weighing the same. */
function truthOf(system: System, intended: string, unintended: string): Truth {
  const { strengths } = exactStrengthsOf(system);
  const [i, u] = [strengths[intended]!, strengths[unintended]!];
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;
  const [meanI, meanU] = [mean(i), mean(u)];
  const sums = { prior: [0, 0, 0], mutational: [0, 0, 0] };
  const add = (to: number[], du: number, di: number): void => {
    to[0]! += du * di;
    to[1]! += di * di;
    to[2]! += du * du;
  };
  i.forEach((strength, g) => {
    add(sums.prior, u[g]! - meanU, strength - meanI);
    for (let mutant = 1; mutant < i.length; mutant <<= 1)
      add(sums.mutational, u[g ^ mutant]! - u[g]!, i[g ^ mutant]! - strength);
  });
  const slopes = ([c, ii, uu]: number[]): [number, number] => [c! / ii!, c! / uu!];
  return { prior: slopes(sums.prior), mutational: slopes(sums.mutational) };
}

async function rowsOf(text: string, seed: number, prior: number, samples: number): Promise<Record<string, Cell>[]> {
  const overrides = [`measure.prior=${prior}`, `measure.samples=${samples}`];
  const { scenario } = loadScenario({ text: `${text}seed: ${seed}\n`, file: 'coverage.yaml', overrides });
  const engine = createEngine(drawBlueprint(scenario), 0, 'wasm');
  const { coupling } = (await evolve(engine)).tables;
  await engine.close();
  return coupling.columns[0]!.map((_, r) =>
    Object.fromEntries(coupling.spec.columns.map(({ name }, c) => [name, coupling.columns[c]![r]!])),
  );
}

describe.each([
  ['the bottleneck', BOTTLENECK],
  ['two units in series', SERIES],
  ['two lines apart', APART],
])('95 %% intervals of the coupling table on %s, against its enumerated law', (_, text) => {
  const { system } = drawBlueprint(loadScenario({ text: `${text}seed: 1\n`, file: 'coverage.yaml' }).scenario);
  const unintended = system.channels.filter(({ reward }) => reward === null).map(({ name }) => name);
  const truths = Object.fromEntries(unintended.map((name) => [name, truthOf(system, 'through', name)]));
  it.each([
    [60, 4096, 400],
    [60, 256, 400],
    [200, 4096, 300],
    [200, 256, 300],
    [1000, 1024, 200],
    [5000, 128, 200],
    [5000, 4096, 200],
  ])('with %d genotypes and %d samples, %d seeds', async (prior, samples, seeds) => {
    const seen = new Map<string, { defined: number; covered: number; of: number; z: number; z2: number }>();
    for (let seed = 1; seed <= seeds; seed++) {
      for (const row of await rowsOf(text, seed, prior, samples)) {
        if (row.place === 'population') continue;
        const place = row.place as keyof Truth;
        for (const [direction, value, error, degrees] of [
          [0, row.kappa, row.standard_error, row.degrees],
          [1, row.reverse, row.reverse_error, row.reverse_degrees],
        ] as const) {
          const name = `${row.unintended} ${place} ${direction === 0 ? 'forward' : 'reverse'} ${row.island === null ? 'all' : 'island'}`;
          const count = seen.get(name) ?? { defined: 0, covered: 0, of: 0, z: 0, z2: 0 };
          seen.set(name, count);
          count.of++;
          if (value === null) continue;
          const off = (value as number) - truths[row.unintended as string]![place][direction];
          count.defined++;
          const z = off === 0 ? 0 : off / (error as number);
          count.z += z;
          count.z2 += z ** 2;
          if (Math.abs(off) <= studentT(0.025, degrees as number) * (error as number)) count.covered++;
        }
      }
    }
    for (const [name, { defined, covered, of, z, z2 }] of seen) {
      const share = covered / defined;
      console.log(
        `${prior} genotypes, ${samples} samples: ${name.padEnd(34)} defined ${String(defined).padStart(4)} of ${of}, ` +
          `held by ${(100 * share).toFixed(1)} %, z ${(z / defined).toFixed(2)} sd ${Math.sqrt(z2 / defined).toFixed(2)}`,
      );
    }
    for (const [name, { defined, covered }] of seen) {
      if (defined < 40) continue;
      const room = 2 * Math.sqrt((0.05 * 0.95) / defined);
      expect(covered / defined, name).toBeGreaterThan(0.9 - room);
      // Where independent traits are rare the error is the chance error, which no single sample shows: too wide, if anything.
      if (text !== APART) expect(covered / defined, name).toBeLessThan(0.99 + room);
    }
  });
});
