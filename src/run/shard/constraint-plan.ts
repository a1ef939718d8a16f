import { allReplacements, MOST_REPLACEMENTS } from '../../pressure/held/constraint.js';
import type { JointReading } from '../../simulate/evaluator.js';
import { backwardCone } from '../../system/cone.js';
import type { System } from '../../system/system.js';

/** What a champion's constraint map takes: decided by the system alone. */
export interface ConstraintPlan {
  /** What fitness is paid for, once each. */
  readonly readings: readonly JointReading[];
  /** In the order of channels: the weight of a reading in fitness. */
  readonly terms: readonly { readonly reading: number; readonly weight: number }[];
  /** `Uint8Array [locus]`: how the locus is to be looked at. */
  readonly ways: Uint8Array;
  /** Genotypes to be evaluated for one champion. */
  readonly mutants: number;
}

/** Ways to look at a locus. */
export const Way = {
  /** No rewarded read port depends on it: whatever its table, fitness stays as it is. */
  needless: 0,
  /** Rewarded read ports depend on it through one (unit, tick) pair: a few probes tell of every table. */
  probed: 1,
  /** Through several: every replacement is evaluated. */
  replaced: 2,
} as const;

export function planConstraint(system: System): ConstraintPlan {
  const { genome, lattice } = system;
  const readings: JointReading[] = [];
  const keys = new Map<string, number>();
  const terms: { reading: number; weight: number }[] = [];
  for (const { to, reward } of system.channels) {
    if (reward === null) continue;
    const { units, target } = system.ports.read[to]!;
    const key = `${target!.join()} ${units.join()}`;
    const known = keys.get(key);
    const reading = known ?? readings.push({ kind: 'joint', source: target!, units, tick: lattice.ticks }) - 1;
    keys.set(key, reading);
    terms.push({ reading, weight: reward });
  }
  const probes = genome.bitsPerLocus + 1;
  const replacements = allReplacements(genome.prior, genome.neighbourCount)?.tables.length ?? MOST_REPLACEMENTS;
  const isTable = system.units.kind === 'lut';
  const ways = Uint8Array.from(pairsOfLoci(system, readings), (pairs) =>
    pairs === 0 ? Way.needless : isTable && pairs === 1 && probes < replacements ? Way.probed : Way.replaced,
  );
  const cost = { [Way.needless]: 0, [Way.probed]: probes, [Way.replaced]: replacements };
  const mutants = ways.reduce((sum, way) => sum + cost[way as keyof typeof cost], 0);
  return { readings, terms, ways, mutants };
}

/** `[locus]`: the (unit, tick) pairs that express it and can reach what is paid for at the last tick. */
function pairsOfLoci({ lattice, genome }: System, readings: readonly JointReading[]): Int32Array {
  const { sources, unitCount, neighbourCount, ticks } = lattice;
  const paid = readings.flatMap(({ units }) => units);
  const pairs = new Int32Array(genome.locusCount);
  // What stands after tick 0 is a start state, which no table makes.
  for (const units of backwardCone(sources, unitCount, neighbourCount, ticks, paid).units.slice(1)) {
    for (const unit of units) {
      const locus = genome.locusOfUnit[unit]!;
      if (locus >= 0) pairs[locus]!++;
    }
  }
  // A table that others copy from, or that copies itself, is not told by probes of one table bit each.
  for (const tie of genome.ties) {
    const [from, to] = [tie.from, tie.to].map((word) => Math.floor(word / genome.wordsPerLocus)) as [number, number];
    const together = pairs[from]! + pairs[to]!;
    if (together > 0) pairs[from] = Math.max(2, together);
    if (pairs[to]! > 0) pairs[to] = Math.max(2, pairs[to]!);
  }
  return pairs;
}
