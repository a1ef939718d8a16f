import { derivedKey, type Key, Purpose, Stream } from '../../src/base/streams.js';
import type { Cell } from '../../src/base/table.js';
import { createOneChange } from '../../src/evolution/one-change.js';
import type { Blueprint } from '../../src/run/engine.js';
import { cellOffsets } from '../../src/simulate/evaluator.js';
import { fillStimulus } from '../../src/simulate/fill-stimulus.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { drawGenotype } from '../../src/system/genome.js';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** A genotype measured: strengths `[half][context][channel]`, the island and the block that it is of, and its mutants'. */
interface Measured {
  readonly island: number;
  readonly block: number;
  readonly strengths: number[][][];
  readonly mutants: readonly number[][][][];
}

/** Corrected information of any source with one bit (Miller 1955): cell x + y · (half of the cells). */
function correctedBits(counts: readonly number[]): number {
  const samples = sum(counts);
  const sources = counts.length / 2;
  const p = (x: number, y: number): number => counts[x + y * sources]! / samples;
  const px = range(sources).map((x) => p(x, 0) + p(x, 1));
  const py = [0, 1].map((y) => sum(range(sources).map((x) => p(x, y))));
  const cells = range(sources).flatMap((x) => [0, 1].map((y) => ({ joint: p(x, y), apart: px[x]! * py[y]! })));
  const bits = sum(cells.map(({ joint, apart }) => (joint > 0 ? joint * Math.log2(joint / apart) : 0)));
  const occupied = (values: readonly number[]): number => values.filter((value) => value > 0).length;
  const degrees = occupied(counts) - occupied(px) - occupied(py) + 1;
  return bits - degrees / (2 * samples * Math.LN2);
}

/** Strengths of genotypes `[genotype][half][context][channel]`, one sample at a time, on the two stimuli of a key. */
function measureByHand({ system, scenario }: Blueprint, genotypes: readonly Uint32Array[], key: Key): number[][][][] {
  const { samples } = scenario.measure;
  const readings = system.channels.map(({ from, to }) => ({
    ...{ kind: 'joint' as const, source: system.ports.write[from]!.elements, units: system.ports.read[to]!.units },
    tick: system.lattice.ticks,
  }));
  const offsets = cellOffsets(readings);
  const stimuli = [0, 1].map((half) =>
    system.contexts.map(({ environment }) => {
      const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, samples)), system, samples);
      fillStimulus(stimulus, { ...system, environment }, key, half);
      return stimulus;
    }),
  );
  const plain = plainEvaluator(system, readings);
  return genotypes.map((loci) =>
    stimuli.map((ofHalf) =>
      ofHalf.map((stimulus) => {
        const counts = new Uint32Array(offsets.at(-1)!);
        plain.evaluate(loci, 0, 1, stimulus, counts);
        return readings.map((_, r) => correctedBits([...counts.subarray(offsets[r], offsets[r + 1])]));
      }),
    ),
  );
}

/** The sample of π: 40 blocks an island or as many as there are genotypes, 800 with mutants, 8 of each. */
function sampleByHand(blueprint: Blueprint): Measured[] {
  const { system, key, scenario } = blueprint;
  const { genome } = system;
  const { prior } = scenario.measure;
  const blockSize = Math.ceil(prior / 40);
  const blocks = Math.ceil(prior / blockSize);
  const mutated = Math.min(blockSize, Math.ceil(800 / blocks));
  const change = createOneChange(genome);
  return range(scenario.population.islands * blocks).flatMap((block) => {
    const own = derivedKey(key, Purpose.couplingPrior, 0, block);
    const genotypes = Math.min(blockSize, prior - (block % blocks) * blockSize);
    return range(genotypes).map((g) => {
      const loci = new Uint32Array(genome.locusCount);
      drawGenotype(loci, genome, own, g);
      const mutants = range(g < mutated ? 8 : 0).map((m) => {
        const mutant = loci.slice();
        change(mutant, new Stream(own, Purpose.mutation, 0, 8 * g + m));
        return mutant;
      });
      const [strengths, ...ofMutants] = measureByHand(blueprint, [loci, ...mutants], own);
      return { island: Math.floor(block / blocks), block, strengths: strengths!, mutants: ofMutants };
    });
  });
}

/** U and I on both halves, of an individual or a change, and who it belongs to. */
interface Point {
  readonly u: readonly [number, number];
  readonly i: readonly [number, number];
  /** From whose mean it deviates; null: a change, which is taken as it is. */
  readonly centre: number | null;
  /** What is left out together for errors. */
  readonly block: number;
  /** What counts as one among the effective ones. */
  readonly one: number;
}

interface Slope {
  readonly value: number | null;
  readonly error: number | null;
  readonly degrees: number | null;
  readonly effective: number;
  readonly reason: string | null;
}

const effectiveOf = (shares: readonly number[]): number => {
  const squares = sum(shares.map((share) => share ** 2));
  return squares === 0 ? 0 : sum(shares) ** 2 / squares;
};

/** Sums of values by a name. */
function sumsBy<T>(some: readonly T[], name: (of: T) => number, value: (of: T) => number): number[] {
  const sums = new Map<number, number>();
  for (const of of some) sums.set(name(of), (sums.get(name(of)) ?? 0) + value(of));
  return [...sums.values()];
}

/** Products of deviations of some points from the means of all those of their centre, each twice. */
function productsOf(some: readonly Point[], reversed: boolean) {
  const totals = new Map<number | null, [count: number, u1: number, u2: number, i1: number, i2: number]>();
  for (const { centre, u, i } of some) {
    const [count, u1, u2, i1, i2] = totals.get(centre) ?? [0, 0, 0, 0, 0];
    totals.set(centre, [count + 1, u1 + u[0], u2 + u[1], i1 + i[0], i2 + i[1]]);
  }
  return some.map(({ centre, u, i, one, block }) => {
    const [count, u1, u2, i1, i2] = centre === null ? [1, 0, 0, 0, 0] : totals.get(centre)!;
    const [du1, du2, di1, di2] = [u[0] - u1 / count, u[1] - u2 / count, i[0] - i1 / count, i[1] - i2 / count];
    const [uu, ii] = [2 * du1 * du2, 2 * di1 * di2];
    return { one, block, above: du1 * di2 + du2 * di1, own: reversed ? uu : ii, other: reversed ? ii : uu };
  });
}

/**
 * The ratio by its definition, and its error by doing everything again without each block.
 *
 * @param kin blocks are islands: nothing coincides by chance
 */
function slopeByHand(points: readonly Point[], reversed: boolean, varying: string, kin: boolean): Slope {
  const parts = productsOf(points, reversed);
  const own = sumsBy(
    parts,
    (p) => p.one,
    (p) => p.own,
  );
  const effective = effectiveOf(own);
  const blocks = [...new Set(points.map(({ block }) => block))];
  const not = (reason: string): Slope => ({ value: null, error: null, degrees: null, effective, reason });
  if (points.every(({ u, i }) => (reversed ? u : i).every((value) => value === 0)))
    return not(`${varying} does not vary`);
  const without = blocks.map((left) => {
    const rest = productsOf(
      points.filter(({ block }) => block !== left),
      reversed,
    );
    return { above: sum(rest.map((part) => part.above)), own: sum(rest.map((part) => part.own)) };
  });
  const jackknife = (values: readonly number[]): number =>
    Math.sqrt(((blocks.length - 1) / blocks.length) * sum(values.map((value) => (value - mean(values)) ** 2)));
  if (sum(own) < 3 * jackknife(without.map((one) => one.own))) {
    return not(`the variation of ${varying} is within 3 standard errors of 0`);
  }
  if (effective < 20) {
    return not(`the variation of ${varying} is carried by too few: an effective number below 20`);
  }
  if (sum(own) / 2 < 0.5) {
    return not(`the variation of ${varying} is less in all than half of what one with the whole channel would bring`);
  }
  const value = sum(parts.map((part) => part.above)) / sum(own);
  const others = sumsBy(
    parts,
    (p) => p.one,
    (p) => p.other,
  );
  const coincidences = (effective * effectiveOf(others)) / others.length;
  const byChance = kin || coincidences >= 5 ? 0 : Math.sqrt(sum(others) / sum(own) / points.length);
  const error = Math.max(jackknife(without.map((one) => one.above / one.own)), byChance);
  const residuals = sumsBy(
    parts,
    (p) => p.one,
    (p) => p.above - value * p.own,
  ).map((residual) => residual ** 2);
  const carrying = kin || sum(residuals) === 0 ? Number.POSITIVE_INFINITY : effectiveOf(residuals);
  const degrees = Math.max(3, Math.min(blocks.length, effective, carrying) - 1);
  return { value, error, degrees, effective, reason: null };
}

type Row = Record<string, Cell>;

/**
 * The rows of the tables `coupling` and `slopes` at generation 0, from the first population, one sample at a time.
 *
 * @param loci of the population of generation 0
 */
export function couplingByHand(blueprint: Blueprint, loci: Uint32Array): { coupling: Row[]; slopes: Row[] } {
  const { scenario } = blueprint;
  const sample = sampleByHand(blueprint);
  const population = populationByHand(blueprint, 0, loci);
  const coupling: Row[] = [];
  const slopes: Row[] = [];
  eachRow(blueprint, (names, island, u, i) => {
    const isHere = (of: { readonly island: number }): boolean => island === null || of.island === island;
    const genotypes = sample.filter(isHere).map((of, one) => ({ ...of, one }));
    const prior = genotypes.map(({ strengths, block, one }) => ({
      u: u(strengths),
      i: i(strengths),
      centre: 0,
      block,
      one,
    }));
    const changes = genotypes.flatMap(({ strengths, mutants, block, one }) =>
      mutants.map((mutant): Point => {
        const less = (of: (s: number[][][]) => [number, number]): [number, number] => [
          of(mutant)[0] - of(strengths)[0],
          of(mutant)[1] - of(strengths)[1],
        ];
        return { u: less(u), i: less(i), centre: null, block, one };
      }),
    );
    coupling.push({ ...names, place: 'mutational', ...cells(changes, ' over mutants') });
    coupling.push({
      ...names,
      place: 'population',
      ...cells(populationPoints(population, island, u, i), '', island === null),
    });
    coupling.push({ ...names, place: 'prior', ...cells(prior) });
    slopes.push({ ...names, ...localByHand(changes, scenario.measure.samples) });
  });
  return { coupling, slopes };

  /** Two bits a channel, so the floor of one bit: 3 · 2 · 1.03² / S / √8. */
  function localByHand(changes: readonly Point[], samples: number): Row {
    const all = [...new Set(changes.map(({ one }) => one))];
    const found = all.flatMap((name) => {
      const own = changes.filter(({ one }) => one === name);
      const below = sum(own.map(({ i }) => i[0] * i[1]));
      if (below / own.length <= (3 * 2 * 1.03 ** 2) / samples / Math.sqrt(8)) return [];
      return [sum(own.map((point) => point.u[0] * point.i[1] + point.u[1] * point.i[0])) / (2 * below)];
    });
    const sorted = found.toSorted((a, b) => a - b);
    const at = (q: number): number | null => {
      if (sorted.length === 0) return null;
      const place = (sorted.length - 1) * q;
      const next = sorted[Math.min(Math.floor(place) + 1, sorted.length - 1)]!;
      return sorted[Math.floor(place)]! + (place % 1) * (next - sorted[Math.floor(place)]!);
    };
    const negative = found.filter((slope) => slope < 0).length;
    const quantiles = { q05: at(0.05), q25: at(0.25), q50: at(0.5), q75: at(0.75), q95: at(0.95) };
    return { genotypes: all.length, with_slope: found.length, negative, ...quantiles };
  }
}

/** The rows of place `population` of a generation. */
export function populationRowsByHand(blueprint: Blueprint, generation: number, loci: Uint32Array): Row[] {
  const population = populationByHand(blueprint, generation, loci);
  const rows: Row[] = [];
  eachRow(blueprint, (names, island, u, i) => {
    const points = populationPoints(population, island, u, i);
    rows.push({ ...names, generation, place: 'population', ...cells(points, '', island === null) });
  });
  return rows;
}

function populationByHand(blueprint: Blueprint, generation: number, loci: Uint32Array) {
  const { system, key, scenario } = blueprint;
  const { locusCount } = system.genome;
  const { size, islands } = scenario.population;
  return range(islands).flatMap((island) => {
    const genotypes = range(size).map((n) => {
      const from = (island * size + n) * locusCount;
      return loci.slice(from, from + locusCount);
    });
    const own = derivedKey(key, Purpose.couplingPopulation, generation, island);
    const measured = measureByHand(blueprint, genotypes, own);
    return measured.map((strengths, n) => ({ island, one: island * size + n, strengths }));
  });
}

function populationPoints(
  population: ReturnType<typeof populationByHand>,
  island: number | null,
  u: Trait,
  i: Trait,
): Point[] {
  return population
    .filter((of) => island === null || of.island === island)
    .map(({ strengths, island: own, one }) => {
      return { u: u(strengths), i: i(strengths), centre: own, block: island === null ? own : one, one };
    });
}

/** A trait on both halves. */
type Trait = (strengths: number[][][]) => [number, number];

function eachRow(
  { system, scenario }: Blueprint,
  use: (names: Row, island: number | null, u: Trait, i: Trait) => void,
): void {
  const { channels, contexts } = system;
  for (const island of [...range(scenario.population.islands), null]) {
    contexts.forEach((context, at) => {
      channels.forEach((intended, c) => {
        if (intended.reward === null) return;
        channels.forEach((unintended, d) => {
          if (unintended.reward !== null) return;
          const names = { context: context.name, intended: intended.name, unintended: unintended.name };
          const i = (half: number[][]): number => sum(contexts.map(({ weight }, k) => weight * half[k]![c]!));
          use(
            { generation: 0, island, ...names },
            island,
            ([first, second]) => [first![at]![d]!, second![at]![d]!],
            ([first, second]) => [i(first!), i(second!)],
          );
        });
      });
    });
  }
}

function cells(points: readonly Point[], over = '', kin = false): Row {
  const forward = slopeByHand(points, false, `the intended channel${over}`, kin);
  const reverse = slopeByHand(points, true, `the unintended channel${over}`, kin);
  return {
    kappa: forward.value,
    standard_error: forward.error,
    reverse: reverse.value,
    effective: forward.effective,
    defined: forward.value === null ? 0 : 1,
    reverse_error: reverse.error,
    degrees: forward.degrees,
    reverse_degrees: reverse.degrees,
    reason: forward.reason,
    reverse_reason: reverse.reason,
  };
}
