import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import { createProposer } from '../../src/run/pressure/moves/propose.js';
import type { TieSpec } from '../../src/scenario/scenario.js';
import { drawGenotype, firstGenotype } from '../../src/system/genome.js';
import type { System } from '../../src/system/system.js';
import { freeBits } from '../../src/system/ties.js';
import { systemOf, unitAt } from './scenario-of.js';

const KEY = rootKey(5);

/** Two rows of three evolving units with three inputs: the lower row is tied to the upper one. */
function tiedSystem(tie: Partial<TieSpec>, bit = 0.5): System {
  return systemOf({
    map: 'A a a B\nC b b D',
    lattice: { neighbours: 'west3' },
    environment: { x: { kind: 'fair', length: null } },
    ports: {
      A: { kind: 'write', variable: 'x' },
      B: { kind: 'read', target: 'x' },
      C: { kind: 'write', variable: 'x' },
      D: { kind: 'read', target: null },
    },
    genome: { prior: { bit }, ties: [{ from: ['B', 'a'], to: ['D', 'b'], fraction: 0.5, sign: 1, ...tie }] },
  });
}

/** The table by its definition: bit i is the origin's where it is tied, complemented at odd parity where the sign is −1. */
function expectCopies({ genome }: System, loci: Uint32Array, sign: number): void {
  for (const { from, to, mask } of genome.ties) {
    for (let i = 0; i < 8; i++) {
      if (((mask >>> i) & 1) === 0) continue;
      const odd = i.toString(2).replaceAll('0', '').length % 2;
      const scrambled = sign === -1 ? odd : 0;
      expect((loci[to]! >>> i) & 1).toBe(((loci[from]! >>> i) & 1) ^ scrambled);
    }
  }
}

const drawn = (system: System, individual: number): Uint32Array => {
  const loci = new Uint32Array(system.genome.locusCount);
  drawGenotype(loci, system.genome, KEY, individual);
  return loci;
};

describe('tied table bits', () => {
  it('lead unit by unit in row-major order, read ports where they stand', () => {
    const { genome, ...system } = tiedSystem({ fraction: 1 });
    const locus = (row: number, column: number) => genome.locusOfUnit[unitAt({ genome, ...system }, row, column)]!;
    expect(genome.ties.map(({ from, to }) => [from, to])).toEqual(
      [1, 2, 3].map((column) => [locus(0, column), locus(1, column)]),
    );
  });

  it('are none at fraction 0, all at 1, and those of a smaller fraction are among those of a larger', () => {
    const masks = (fraction: number) => tiedSystem({ fraction }).genome.ties.map(({ mask }) => mask);
    expect(masks(0)).toEqual([0, 0, 0]);
    expect(masks(1)).toEqual([255, 255, 255]);
    const [few, many] = [masks(0.3), masks(0.7)];
    for (const [unit, mask] of few.entries()) expect(mask & many[unit]!).toBe(mask);
    expect(few).not.toEqual(many);
    expect(freeBits(tiedSystem({ fraction: 1 }).genome)).toHaveLength(24);
    expect(freeBits(tiedSystem({ fraction: 0 }).genome)).toHaveLength(48);
  });

  it.each([1, -1] as const)('are copies in draws, children and proposals: sign %i', (sign) => {
    const system = tiedSystem({ sign });
    const { genome } = system;
    const parents = new Uint32Array(2 * genome.locusCount);
    parents.set(drawn(system, 0));
    parents.set(drawn(system, 1), genome.locusCount);
    expectCopies(system, drawn(system, 0), sign);
    const begun = new Uint32Array(genome.locusCount);
    firstGenotype(begun, { ...genome, beginTable: 0xca }, KEY, 0);
    expectCopies(system, begun, sign);
    const variation = {
      mutation: { perGenome: 3 },
      crossover: { kind: 'uniform', rate: 1 },
      drive: null,
      copying: null,
    } as const;
    const breed = createBreeder(genome, variation, KEY);
    const propose = createProposer(system);
    const proposals = {
      genotypes: new Uint32Array(2 * genome.locusCount),
      partner: new Int32Array(2),
      ratio: new Float64Array(2),
    };
    for (let round = 0; round < 40; round++) {
      const child = new Uint32Array(genome.locusCount);
      breed(parents, 0, 1, round, 0, child);
      expectCopies(system, child, sign);
      propose(parents, 2, proposals, rootKey(round));
      expectCopies(system, proposals.genotypes.subarray(0, genome.locusCount), sign);
      expectCopies(system, proposals.genotypes.subarray(genome.locusCount), sign);
    }
  });

  it('leave mutation the free bits: at a rate of one redraw each, all of these are drawn afresh', () => {
    const system = tiedSystem({ fraction: 1 }, 1);
    const child = new Uint32Array(system.genome.locusCount);
    const parents = new Uint32Array(system.genome.locusCount);
    const crossover = { kind: 'none', rate: 0 } as const;
    createBreeder(system.genome, { mutation: { perGenome: 24 }, crossover, drive: null, copying: null }, KEY)(
      parents,
      0,
      -1,
      1,
      0,
      child,
    );
    // Under a prior of ones every redrawn bit is 1: 24 free bits at rate 24 / 24, and their copies.
    expect([...child]).toEqual([255, 255, 255, 255, 255, 255]);
  });
});
