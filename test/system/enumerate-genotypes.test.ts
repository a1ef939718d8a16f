import { describe, expect, it } from 'vitest';
import { createLatticeProblem } from '../../src/run/pressure/lattice-problem.js';
import { enumerateGenotypes, type Genotypes } from '../../src/system/enumerate-genotypes.js';
import type { System } from '../../src/system/system.js';
import { allGenotypes } from '../run/pressure/enumerate.js';
import { type Sketch, systemOf } from './scenario-of.js';

const WEST_AND_SOUTH: [number, number][] = [
  [0, -1],
  [1, -1],
];

function numbered(system: System, most = 2 ** 20): Genotypes {
  const found = enumerateGenotypes(system, most);
  if ('tooManyBits' in found) throw new RangeError(`${found.tooManyBits} bits`);
  return found;
}

/** π(score = s) for every score s, to ten digits. */
function lawOfScores(system: System, genotypes: Uint32Array, probability: ArrayLike<number>): Map<string, number> {
  const problem = createLatticeProblem({ system, samples: 0, evaluator: 'exact', channel: null });
  const count = probability.length;
  const score = new Float64Array(count);
  problem.score(genotypes, count, score, new Float64Array(count));
  const law = new Map<string, number>();
  for (let g = 0; g < count; g++) {
    const key = score[g]!.toFixed(10);
    law.set(key, (law.get(key) ?? 0) + probability[g]!);
  }
  return law;
}

describe('all genotypes that matter', () => {
  it.each<[string, Sketch, number]>([
    ['one column, all of 8 bits', { map: '##\nAB\n##', lattice: { neighbours: 'west3' } }, 8],
    // A border that is zero leaves 2 of the 8 table bits to be asked for.
    ['one column under a zero border', { map: '##\nAB\n##', lattice: { neighbours: 'west3', border: 'zero' } }, 2],
    ['two columns', { map: 'A.B\n###', lattice: { neighbours: WEST_AND_SOUTH } }, 8],
    [
      'two columns under a one-sided prior',
      { map: 'A.B\n###', lattice: { neighbours: WEST_AND_SOUTH }, genome: { prior: { bit: 0.3 } } },
      8,
    ],
    ['a unit that nobody reads', { map: 'AB.\n###', lattice: { neighbours: WEST_AND_SOUTH } }, 4],
  ])('have the law of scores that all genotypes have: %s', (_, sketch, bits) => {
    const system = systemOf(sketch);
    const found = numbered(system);
    expect(found.bits).toBe(bits);
    expect(found.count).toBe(2 ** bits);
    const { locusCount } = system.genome;
    const loci = new Uint32Array(found.count * locusCount);
    for (let g = 0; g < found.count; g++) found.write(g, loci, g * locusCount);
    const probability = Array.from({ length: found.count }, (_, g) => found.probability(g));
    expect(probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    const all = allGenotypes(system);
    const expected = lawOfScores(system, all.genotypes, all.probability);
    const law = lawOfScores(system, loci, probability);
    expect([...law.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [score, p] of law) expect(p).toBeCloseTo(expected.get(score)!, 12);
  });

  it('write copies at tied bits, which are not counted, and ask for their origins', () => {
    const tied = { from: ['a'], to: ['B'], fraction: 1, sign: 1 as const };
    // The unit a reads nothing but its border and is read by nobody: it matters by its copy at B alone.
    const system = systemOf({ map: 'AB\na#', genome: { ties: [tied] }, lattice: { neighbours: 'west' } });
    const found = numbered(system);
    expect(found.bits).toBe(2);
    const loci = new Uint32Array(system.genome.locusCount);
    for (let g = 0; g < 4; g++) {
      found.write(g, loci, 0);
      expect(loci[0]).toBe(loci[1]);
    }
  });

  it('are combinations of whole tables under a prior family', () => {
    const system = systemOf({
      map: 'A.B\n###',
      lattice: { neighbours: WEST_AND_SOUTH },
      genome: { prior: { family: 'linear' } },
    });
    const found = numbered(system);
    const all = allGenotypes(system);
    expect(found.count).toBe(all.count);
    const loci = new Uint32Array(all.count * 2);
    for (let g = 0; g < all.count; g++) found.write(g, loci, 2 * g);
    expect(new Set(Array.from({ length: all.count }, (_, g) => `${loci[2 * g]} ${loci[2 * g + 1]}`)).size).toBe(
      all.count,
    );
  });

  it('are refused with their bits where they are too many', () => {
    const system = systemOf({ map: 'A.B\n###', lattice: { neighbours: WEST_AND_SOUTH } });
    expect(enumerateGenotypes(system, 255)).toEqual({ tooManyBits: 8 });
    expect(enumerateGenotypes(system, 256)).toMatchObject({ count: 256 });
  });
});
