import { describe, expect, it } from 'vitest';
import { mean } from '../../src/base/statistics.js';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import { createMutation } from '../../src/evolution/mutation.js';
import { createOneChange } from '../../src/evolution/one-change.js';
import type { GenomeSpec, Scenario } from '../../src/scenario/scenario.js';
import { buildSystem } from '../../src/system/build-system.js';
import { drawGenotype, genomeFromHex, genomeHex, genotypeWords } from '../../src/system/genome.js';
import { parametersOf } from '../../src/system/prior/normal.js';
import type { GenomeLayout } from '../../src/system/system.js';
import { expectNormal } from './normal-law.js';
import { scenarioOf } from './scenario-of.js';

const key = rootKey('analog');

/** Units of three neighbours at scale 2: parameters are N(0, 4/3). */
function layoutOf(map: string, genome: Partial<GenomeSpec> = {}): GenomeLayout {
  const sketch = { map, lattice: { neighbours: 'west3' as const }, genome: { prior: { scale: 2 }, ...genome } };
  const scenario: Scenario = {
    ...scenarioOf(sketch),
    units: { kind: 'analog', activation: 'tanh', noise: 0.1, scale: 2, strength: 'gaussian' },
  };
  return buildSystem(scenario, key).genome;
}

const VARIANCE = 4 / 3;

function drawn(layout: GenomeLayout, individuals: number): Uint32Array[] {
  return Array.from({ length: individuals }, (_, individual) => {
    const loci = new Uint32Array(genotypeWords(layout));
    drawGenotype(loci, layout, key, individual);
    return loci;
  });
}

describe('the genome of analog units', () => {
  it('has K weights and a bias to a locus', () => {
    const layout = layoutOf('A . . B');
    expect(layout).toMatchObject({ locusCount: 3, wordsPerLocus: 4, bitsPerLocus: 128 });
    expect(layout.prior).toEqual({ kind: 'normal', deviation: 2 / Math.sqrt(3) });
    expect(genotypeWords(layout)).toBe(12);
  });

  it('draws every parameter, the bias too, from N(0, scale²/K), and an individual by its address alone', () => {
    const layout = layoutOf('A . . B');
    const genotypes = drawn(layout, 2000);
    expectNormal(
      VARIANCE,
      genotypes.flatMap((loci) => [...parametersOf(loci)]),
    );
    for (const parameter of [0, 3, 11])
      expectNormal(
        VARIANCE,
        genotypes.map((loci) => parametersOf(loci)[parameter]!),
      );
    expect(drawn(layout, 8)[7]).toEqual(genotypes[7]);
    expect(new Set(genotypes.map((loci) => loci.join())).size).toBe(2000);
  });

  it.each([0.3, 1])('keeps the prior under mutation of step %d', (step) => {
    const layout = layoutOf('A . . B');
    const mutate = createMutation(layout, { perGenome: 12, step }, key);
    const children = drawn(layout, 2000);
    const before = children.map((loci) => parametersOf(loci.slice()));
    children.forEach((loci, child) => {
      mutate(loci, 1, child);
      mutate(loci, 2, child);
    });
    expectNormal(
      VARIANCE,
      children.flatMap((loci) => [...parametersOf(loci)]),
    );
    // Two steps leave the share (1 − step²) of the parameter: its covariance with what it was.
    const products = children.flatMap((loci, child) =>
      [...parametersOf(loci)].map((value, p) => value * before[child]![p]!),
    );
    // Var(w w') = σ⁴ (1 + ρ²) for jointly normal w, w' of correlation ρ; at most 2 σ⁴.
    expect(Math.abs(mean(products) - (1 - step ** 2) * VARIANCE)).toBeLessThan(
      4 * VARIANCE * Math.sqrt(2 / products.length),
    );
  });

  it('mutates each free parameter with probability perGenome over their number', () => {
    const layout = layoutOf('A a b B', { ties: [{ from: ['a'], to: ['b'], fraction: 1, sign: 1 }] });
    const mutate = createMutation(layout, { perGenome: 2, step: 0.5 }, key);
    const parents = drawn(layout, 1);
    const changed = new Array<number>(12).fill(0);
    const children = 4000;
    for (let child = 0; child < children; child++) {
      const loci = parents[0]!.slice();
      mutate(loci, 1, child);
      loci.forEach((word, place) => {
        if (word !== parents[0]![place]) changed[place]!++;
      });
    }
    const rate = 2 / 8;
    changed.forEach((count, place) => {
      if (place >= 4 && place < 8) expect(count).toBe(0);
      else expect(Math.abs(count / children - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / children));
    });
  });

  it('copies tied parameters, each by itself, and negates them where the sign is −1', () => {
    for (const sign of [1, -1] as const) {
      const layout = layoutOf('A a b B', { ties: [{ from: ['a'], to: ['b'], fraction: 0.5, sign }] });
      const parameters = parametersOf(drawn(layout, 1)[0]!);
      const copies = [0, 1, 2, 3].filter((p) => parameters[4 + p] === sign * parameters[p]!);
      expect(layout.ties.map(({ from, to }) => [from, to])).toEqual(copies.map((p) => [p, 4 + p]));
      // Of four fair coins of this seed, neither all nor none.
      expect([1, 2, 3]).toContain(copies.length);
    }
  });

  it('changes one free parameter in a mutant of one change, and its copies with it', () => {
    const layout = layoutOf('A a b B', { ties: [{ from: ['a'], to: ['b'], fraction: 1, sign: -1 }] });
    const change = createOneChange(layout, { step: 0.5 });
    for (let mutant = 0; mutant < 50; mutant++) {
      const [loci] = drawn(layout, 1);
      const before = loci!.slice();
      change(loci!, new Stream(key, Purpose.mutation, 0, mutant));
      const places = [...loci!.keys()].filter((place) => loci![place] !== before[place]);
      expect(places).toEqual(places[0]! < 4 ? [places[0], places[0]! + 4] : [places[0]]);
    }
  });

  it('is inherited in whole loci where two parents cross over', () => {
    const layout = layoutOf('A . . . . . B');
    const [first, second] = drawn(layout, 2) as [Uint32Array, Uint32Array];
    const parents = Uint32Array.from([...first, ...second]);
    for (const kind of ['uniform', 'onePoint'] as const) {
      const variation = {
        mutation: { perGenome: 0, step: 0.3 },
        crossover: { kind, rate: 1 },
        drive: null,
        copying: null,
      };
      const breed = createBreeder(layout, variation, key);
      const from = new Set<string>();
      for (let child = 0; child < 30; child++) {
        const loci = new Uint32Array(first.length);
        breed(parents, 0, 1, 1, child, loci);
        for (let locus = 0; locus < layout.locusCount; locus++) {
          const own = loci.slice(4 * locus, 4 * locus + 4).join();
          const [ofFirst, ofSecond] = [first, second].map((words) => words.slice(4 * locus, 4 * locus + 4).join());
          expect([ofFirst, ofSecond]).toContain(own);
          from.add(`${locus} ${own === ofFirst}`);
        }
      }
      // Every locus came from the one and from the other, but the first of onePoint, which is before every cut.
      expect(from.size).toBe(2 * layout.locusCount - (kind === 'onePoint' ? 2 : 0));
    }
  });

  it('is written as the bits of its parameters, 8 digits each, and read back', () => {
    const layout = layoutOf('A . B');
    const [loci] = drawn(layout, 1);
    parametersOf(loci!).set([1, -2], 0);
    const text = genomeHex(loci!, 0, layout);
    expect(text).toHaveLength(8 * 8);
    expect(text.slice(0, 16)).toBe('3f800000c0000000');
    expect(genomeFromHex(text, layout)).toEqual(loci);
    expect(() => genomeFromHex(text.slice(8), layout)).toThrow('64 hexadecimal digits, 32 for each of 2 loci');
  });
});
