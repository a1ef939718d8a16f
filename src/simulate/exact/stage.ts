import type { Step } from '../program/program.js';
import { type Bit, elementOf, wireOf } from './bits.js';

/**
 * One move of a sweep: from a table over some bits to one over others, compiled for the loop that does it.
 *
 * Index i runs over the bits that are there (the low `liveBits`) and random planes that enter here (above). Each i goes
 * to one place of the next table: the bits that stay, moved to their new places, and the outputs of new steps. What is
 * neither is summed out. Parts of places and of table indices are looked up by the low and the high half of i.
 */
export interface Stage {
  readonly liveBits: number;
  readonly inBits: number;
  readonly outBits: number;
  readonly lowBits: number;
  /** 2^−n for n fair planes that enter; elements enter unweighed, as a condition. */
  readonly share: number;
  /** Unit of each new step. */
  readonly units: Int32Array;
  /** Place of the first new step in the next table's index; the others follow. */
  readonly firstNew: number;
  /** `Uint8Array [half of i][new step]`: its part of the index into the step's table. */
  readonly lowParts: Uint8Array;
  readonly highParts: Uint8Array;
  /** `Int32Array [half of i]`: where the bits that stay go. */
  readonly lowMoves: Int32Array;
  readonly highMoves: Int32Array;
  /** Bits of the next table that one noise plane flips together: a step, and its twin of a paired rollout. */
  readonly masks: Int32Array;
}

/** A stage in words: bits before it, planes that enter, bits that stay, steps that are made. */
export interface StagePlan {
  readonly live: readonly Bit[];
  readonly entering: readonly string[];
  readonly staying: readonly Bit[];
  readonly steps: readonly Step[];
}

export const stageBits = ({ live, entering, staying, steps }: StagePlan): number =>
  Math.max(live.length + entering.length, staying.length + steps.length);

export function compileStage({ live, entering, staying, steps }: StagePlan, noisy: boolean): Stage {
  const before = [...live, ...entering];
  const placeOf = new Map<Bit, number>(before.map((bit, place) => [bit, place]));
  const inBits = before.length;
  const lowBits = (inBits + 1) >> 1;

  /** Sums what each bit of a half of the index gives: `gives(place, value)` for each place in it. */
  const byHalf = (first: number, count: number, gives: (place: number, value: number) => number): number[] =>
    Array.from({ length: 1 << count }, (_, half) => {
      let sum = 0;
      for (let b = 0; b < count; b++) sum += gives(first + b, (half >>> b) & 1);
      return sum;
    });
  const halves = (gives: (place: number, value: number) => number): [number[], number[]] => [
    byHalf(0, lowBits, gives),
    byHalf(lowBits, inBits - lowBits, gives),
  ];

  const destination = before.map((bit) => staying.indexOf(bit));
  const [lowMoves, highMoves] = halves((place, value) =>
    destination[place] === -1 ? 0 : value << destination[place]!,
  );

  const lowParts = new Uint8Array(steps.length << lowBits);
  const highParts = new Uint8Array(steps.length << (inBits - lowBits));
  steps.forEach((step, n) => {
    const wires = step.sources.map(wireOf);
    const [low, high] = halves((place, value) =>
      wires.reduce((sum, { bit, flip }, j) => (placeOf.get(bit!) === place ? sum + ((value ^ flip) << j) : sum), 0),
    );
    const constant = wires.reduce((sum, { bit, flip }, j) => (bit === null ? sum + (flip << j) : sum), 0);
    low.forEach((part, half) => {
      lowParts[half * steps.length + n] = part + constant;
    });
    high.forEach((part, half) => {
      highParts[half * steps.length + n] = part;
    });
  });

  const masks = new Map<number, number>();
  steps.forEach(({ pair }, n) => {
    masks.set(pair, (masks.get(pair) ?? 0) | (1 << (staying.length + n)));
  });
  return {
    liveBits: live.length,
    inBits,
    outBits: staying.length + steps.length,
    lowBits,
    share: 2 ** -entering.filter((plane) => elementOf(plane) === null).length,
    units: Int32Array.from(steps, ({ unit }) => unit),
    firstNew: staying.length,
    lowParts,
    highParts,
    lowMoves: Int32Array.from(lowMoves),
    highMoves: Int32Array.from(highMoves),
    masks: noisy ? Int32Array.from(masks.values()) : new Int32Array(0),
  };
}

/** Tables of the new steps of the stage being run. */
const stageTables = new Uint32Array(32);

/**
 * Moves the table `from` through a stage into `to` (both owned by the caller, 2^outBits entries of `to` are
 * overwritten): 2^inBits · steps look-ups, then noise.
 *
 * @param tables `Uint32Array [unit]`
 */
export function runStage(stage: Stage, tables: Uint32Array, noise: number, from: Float64Array, to: Float64Array): void {
  const { liveBits, inBits, lowBits, share, units, firstNew, lowParts, highParts, lowMoves, highMoves } = stage;
  const steps = units.length;
  for (let n = 0; n < steps; n++) stageTables[n] = tables[units[n]!]!;
  to.fill(0, 0, 1 << stage.outBits);
  const live = (1 << liveBits) - 1;
  const lowCount = 1 << lowBits;
  const highCount = 1 << (inBits - lowBits);
  for (let high = 0; high < highCount; high++) {
    const firstHigh = high * steps;
    const moved = highMoves[high]!;
    for (let low = 0; low < lowCount; low++) {
      const p = from[((high << lowBits) | low) & live]!;
      if (p === 0) continue;
      let made = 0;
      for (let n = 0; n < steps; n++) {
        made |= ((stageTables[n]! >>> (lowParts[low * steps + n]! | highParts[firstHigh + n]!)) & 1) << n;
      }
      to[moved | lowMoves[low]! | (made << firstNew)]! += share * p;
    }
  }
  for (let m = 0; m < stage.masks.length; m++) flipTogether(to, 1 << stage.outBits, stage.masks[m]!, noise);
}

/**
 * The law after the bits of `mask` are flipped together with probability `noise`: one butterfly over the entries that
 * differ by the mask. Works in place on the first `size` entries.
 */
function flipTogether(law: Float64Array, size: number, mask: number, noise: number): void {
  const lowest = mask & -mask;
  for (let block = 0; block < size; block += 2 * lowest) {
    for (let i = block; i < block + lowest; i++) {
      const moved = noise * (law[i]! - law[i ^ mask]!);
      law[i]! -= moved;
      law[i ^ mask]! += moved;
    }
  }
}
