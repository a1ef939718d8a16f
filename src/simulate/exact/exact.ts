import { UserError } from '../../base/errors.js';
import type { System } from '../../system/system.js';
import { checkReadings } from '../check-readings.js';
import { cellOffsets, type Reading } from '../evaluator.js';
import { buildProgram } from '../program/build-program.js';
import { type ExactMethod, lawChooser } from './choose-law.js';
import type { ConditionalLaw, Expressed } from './conditional-law.js';
import { groupBySink } from './group-by-sink.js';
import { elementsOf, questionsOf, sinkBits } from './question.js';
import { sourceWeights } from './source-weights.js';

/**
 * The joint law itself in place of counts: no stimulus, no samples, no sampling error.
 *
 * Probabilities are sums and products of at most a few roundings each: without noise, and with a dyadic environment of
 * up to 52 random bits, they are exact.
 */
export interface ExactEvaluator {
  readonly name: 'exact';
  /**
   * @param loci `Uint32Array [genotype][locus]`, row-major
   * @param first first genotype of the batch
   * @param count genotypes in the batch
   * @param laws output `Float64Array [genotype of the batch][cell]`, in the order of cellOffsets; overwritten. A joint
   *   reading has the probability of every cell, a change reading the probability of a change, NaN where that is out of
   *   reach
   */
  evaluate(loci: Uint32Array, first: number, count: number, laws: Float64Array): void;
}

/**
 * Prepares the exact laws of some readings.
 *
 * Within reach are lattices whose laws a *sweep* gets hold of, one table of at most 2^22 probabilities moved from tick to
 * tick (see planSweep): those in which every unit reads only the column west of it, up to 12 rows and often more; those
 * of up to 16 units, with up to 6 border planes and environment elements; and whatever has a narrow cone. Cost for one
 * genotype: ticks × units × 2^bits. Without noise also, whatever their size, those in which at most 22 random bits enter
 * (*enumeration*), at units × ticks × 2^bits / 32; where both reach, the cheaper one is taken.
 *
 * A change reading sweeps two coupled copies that meet the same noise, up to twice the states' bits. Where only that is
 * too wide it gives NaN.
 *
 * @param methods those that may be used; tests hold them against each other
 * @throws UserError where a joint law is out of reach, naming the limit that is broken and by how much
 */
export function exactEvaluator(
  system: System,
  readings: readonly Reading[],
  methods: readonly ExactMethod[] = ['sweep', 'enumeration'],
): ExactEvaluator {
  checkReadings(system, readings);
  const offsets = cellOffsets(readings);
  const cells = offsets.at(-1)!;
  const groups = groupBySink(readings);
  const program = buildProgram(
    system,
    groups.map(({ asked }) => asked),
  );
  const questions = questionsOf(program, ticksOfPairs(system));
  const chooseLaw = lawChooser(system, questions, methods);

  const parts = questions.flatMap((question, q): Part[] => {
    const { asked, members } = groups[q]!;
    const entering = elementsOf(question);
    const law = chooseLaw(question, asked);
    if (typeof law === 'string') return unreachable(system, asked, law);
    const weighed: Weighed[] = [];
    for (const r of members) {
      const reading = readings[r]!;
      const source = reading.kind === 'joint' ? reading.source : [];
      const weights = sourceWeights(system.environment, source, entering);
      if (typeof weights === 'string') return unreachable(system, asked, weights);
      weighed.push({ kind: reading.kind, weights, sourceBits: source.length, at: offsets[r]! });
    }
    return [{ law, sinkBits: sinkBits(question), elementBits: entering.length, weighed }];
  });
  const conditional = new Float64Array(Math.max(1, ...parts.map((part) => 2 ** (part.sinkBits + part.elementBits))));
  const tables = new Uint32Array(system.lattice.unitCount);

  return {
    name: 'exact',
    evaluate(loci, first, count, laws) {
      for (let i = 0; i < count; i++) {
        express(system, loci, first + i, tables);
        const base = i * cells;
        laws.fill(0, base, base + cells);
        readings.forEach((reading, r) => {
          if (reading.kind === 'change') laws[base + offsets[r]!] = Number.NaN;
        });
        for (const { law, sinkBits, elementBits, weighed } of parts) {
          const table = conditional.subarray(0, 2 ** (sinkBits + elementBits));
          law({ loci, genotype: first + i, tables }, table);
          for (const { weights, sourceBits, at, kind } of weighed) {
            if (kind === 'change') laws[base + at] = changed(table, weights);
            else join(table, sinkBits, weights, sourceBits, laws, base + at);
          }
        }
      }
    },
  };
}

/** A law given what enters, and the readings that are made of it. */
interface Part {
  readonly law: ConditionalLaw;
  readonly sinkBits: number;
  readonly elementBits: number;
  readonly weighed: readonly Weighed[];
}

/** One reading: P(source symbol, what enters), and where its cells begin. */
interface Weighed {
  readonly kind: Reading['kind'];
  readonly weights: Float64Array;
  readonly sourceBits: number;
  readonly at: number;
}

/** Adds Σ_u P(x, u) P(y | u) to the cells x + (y << sourceBits) from `at` on. */
function join(
  table: Float64Array,
  sinkBits: number,
  weights: Float64Array,
  sourceBits: number,
  laws: Float64Array,
  at: number,
): void {
  for (let entry = 0; entry < table.length; entry++) {
    const p = table[entry]!;
    if (p === 0) continue;
    const y = entry & ((1 << sinkBits) - 1);
    const from = (entry >>> sinkBits) << sourceBits;
    const to = at + (y << sourceBits);
    for (let x = 0; x < 1 << sourceBits; x++) laws[to + x]! += weights[from + x]! * p;
  }
}

/** Σ_u P(u) P(changed | u). */
function changed(table: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let u = 0; u < weights.length; u++) sum += weights[u]! * table[2 * u + 1]!;
  return sum;
}

function express(system: System, loci: Uint32Array, genotype: number, tables: Expressed['tables']): void {
  const { locusCount, locusOfUnit, fixedTable } = system.genome;
  for (let unit = 0; unit < tables.length; unit++) {
    const locus = locusOfUnit[unit]!;
    tables[unit] = locus === -1 ? fixedTable[unit]! : loci[genotype * locusCount + locus]!;
  }
}

/** `[pair]`: the tick of each (unit, tick) pair of the cone. */
function ticksOfPairs({ cone, lattice }: System): Int32Array {
  const ticks = new Int32Array(cone.pairCount);
  for (let tick = 1; tick <= lattice.ticks; tick++) {
    ticks.fill(tick, cone.firstPair[tick]!, cone.firstPair[tick]! + cone.units[tick]!.length);
  }
  return ticks;
}

/** No part for a change reading; a joint law that cannot be had is refused. */
function unreachable(system: System, asked: Reading, reason: string): Part[] {
  if (asked.kind === 'change') return [];
  const { unitRow, unitColumn } = system.lattice;
  const places = asked.units.map((unit) => `(${unitRow[unit]}, ${unitColumn[unit]})`).join(', ');
  throw new UserError(
    `evaluator exact: the law of the state at row, column ${places} is out of reach: it needs ${reason}. ` +
      'Within reach are lattices whose neighbours all lie one column west, up to a height of 12, and others of up to 16 ' +
      'units with few border planes; make the lattice or what enters it smaller, or use --evaluator reference',
  );
}
