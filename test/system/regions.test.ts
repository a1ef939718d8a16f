import { describe, expect, it } from 'vitest';
import { systemOf } from './scenario-of.js';

const regionsOf = (map: string, genome: Parameters<typeof systemOf>[0]['genome'] = {}) => {
  const { regions } = systemOf({ map, genome, lattice: { neighbours: 'west', border: 'wrap', ticks: 1 } }).genome;
  return Object.fromEntries(
    Object.entries(regions).map(([letter, { loci, beside }]) => [
      letter,
      { loci: [...loci], beside: beside.map((targets) => [...targets].sort((a, b) => a - b)) },
    ]),
  );
};

describe('the regions of a genome', () => {
  it('have the loci of their units, and those left, right, above and below that evolve', () => {
    // Loci row by row: 0 1 2 | b is 3, n is 4, 5 | 6 . 7; A and # hold none, f is fixed, nothing goes around the torus.
    const map = '. . # .\nA b n B\n. f # .\n';
    expect(regionsOf(map, { fixed: { f: { kind: 'copy', input: 0 } } })).toEqual({
      b: { loci: [3], beside: [[1, 4]] },
      n: { loci: [4], beside: [[3, 5]] },
    });
  });

  it('of shared loci have each once, beside it every unit of others as often as there are such units', () => {
    // s is one locus at three sites: 1. Beside it on the left locus 0, on the right 2 twice (t is shared too), and 3.
    const map = 'A . s t\n# # s t\n# # s B\n';
    expect(regionsOf(map, { shared: [['s'], ['t']] })).toEqual({
      s: { loci: [1], beside: [[0, 2, 2, 3]] },
      t: { loci: [2], beside: [[1, 1, 3]] },
    });
  });
});
