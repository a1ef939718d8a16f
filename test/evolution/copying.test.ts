import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import type { GenomeLayout, Region, Tie } from '../../src/system/system.js';
import { frequencyError } from './random.js';

const key = rootKey('copying');

const layoutOf = (locusCount: number, region: Region, ties: Tie[] = []): GenomeLayout => ({
  locusCount,
  neighbourCount: 3,
  wordsPerLocus: 1,
  bitsPerLocus: 8,
  locusOfUnit: Int32Array.from({ length: locusCount }, (_, unit) => unit),
  firstUnitOfLocus: Int32Array.from({ length: locusCount }, (_, unit) => unit),
  fixedTable: new Uint32Array(locusCount),
  prior: { kind: 'bit', bit: 0.5 },
  beginTable: null,
  ties,
  regions: { b: region },
});
const region = (loci: number[], beside: number[][]): Region => ({
  loci: Int32Array.from(loci),
  beside: beside.map((targets) => Int32Array.from(targets)),
});

function litter(layout: GenomeLayout, rate: number, children: number): number[][] {
  const { locusCount } = layout;
  const parents = Uint32Array.from({ length: locusCount }, (_, locus) => 10 + locus);
  const breed = createBreeder(
    layout,
    {
      ...{ mutation: { perGenome: 0 }, crossover: { kind: 'none', rate: 0 }, drive: null },
      copying: { region: 'b', rate },
    },
    key,
  );
  return Array.from({ length: children }, (_, child) => {
    const loci = new Uint32Array(locusCount);
    breed(parents, 0, -1, 6, child, loci);
    return [...loci];
  });
}

describe('copying', () => {
  it('does nothing at a rate of 0, nor where nothing evolves beside', () => {
    expect(litter(layoutOf(3, region([1], [[0, 2]])), 0, 3)).toEqual(new Array(3).fill([10, 11, 12]));
    expect(litter(layoutOf(3, region([1], [[]])), 1, 3)).toEqual(new Array(3).fill([10, 11, 12]));
  });

  it('copies what was there before: two loci beside each other change places', () => {
    expect(litter(layoutOf(3, region([0, 1], [[1], [0]])), 1, 3)).toEqual(new Array(3).fill([11, 10, 12]));
  });

  it('leaves the later of two that overwrite the same locus', () => {
    expect(litter(layoutOf(3, region([0, 2], [[1], [1]])), 1, 3)).toEqual(new Array(3).fill([10, 12, 12]));
  });

  it('overwrites one of the units beside, each equally often, with its rate for each locus', () => {
    const children = 12_000;
    const layout = layoutOf(8, region([2, 5], [[0, 1, 3, 3], [6]]));
    const found = litter(layout, 0.3, children);
    const share = (locus: number, from: number): number =>
      found.filter((loci) => loci[locus] === 10 + from).length / children;
    // Locus 3 stands twice beside locus 2: two of its units lie there.
    for (const [locus, from, expected] of [
      [0, 2, 0.075],
      [1, 2, 0.075],
      [3, 2, 0.15],
      [6, 5, 0.3],
    ] as const) {
      // Four sampling errors of a frequency.
      expect(Math.abs(share(locus, from) - expected)).toBeLessThan(4 * frequencyError(expected, children));
    }
    const overwritten = (loci: number[]): number => [0, 1, 3].filter((locus) => loci[locus] === 12).length;
    expect(Math.max(...found.map(overwritten))).toBe(1);
    const both = found.filter((loci) => overwritten(loci) === 1 && loci[6] === 15).length / children;
    expect(Math.abs(both - 0.09)).toBeLessThan(4 * frequencyError(0.09, children));
    for (const loci of found) expect([2, 4, 5, 7].map((locus) => loci[locus])).toEqual([12, 14, 15, 17]);
  });

  it('comes before the copies at tied bits, and copies its own tied bits as they are expressed', () => {
    // Locus 1 holds locus 0's high half; it overwrites locus 2, of which locus 3 is a copy.
    const ties: Tie[] = [
      { from: 0, to: 1, mask: 0xf0, flips: 0 },
      { from: 2, to: 3, mask: 0xff, flips: 0 },
    ];
    const layout = layoutOf(4, region([1], [[2]]), ties);
    const breed = createBreeder(
      layout,
      {
        ...{ mutation: { perGenome: 0 }, crossover: { kind: 'none', rate: 0 }, drive: null },
        copying: { region: 'b', rate: 1 },
      },
      key,
    );
    const child = new Uint32Array(4);
    breed(Uint32Array.of(0xa0, 0x05, 0x33, 0x33), 0, -1, 1, 0, child);
    expect([...child]).toEqual([0xa0, 0xa5, 0xa5, 0xa5]);
  });
});
