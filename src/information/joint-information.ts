import { InvariantError } from '../base/errors.js';
import { coarsePart, nLog2N } from './n-log-n.js';

/** Mutual information of a source symbol and a sink symbol from S joint samples. */
export interface JointInformation {
  /**
   * Information of the empirical joint law, in bits; its expectation exceeds the true value by about
   * degreesOfFreedom / (2 S ln 2).
   */
  readonly plugIn: number;
  /**
   * Plug-in minus its first-order bias (K_xy − K_x − K_y + 1) / (2 S ln 2), K the numbers of occupied cells, columns and
   * rows (Miller 1955). Negative where there is less than chance gives; above the entropy for a noiseless wire.
   */
  readonly corrected: number;
  /** G = 2 S ln 2 · plug-in: χ² with `degreesOfFreedom` under independence (Wilks 1938), for S ≥ 5 × cells. */
  readonly g: number;
  /** (K_x − 1)(K_y − 1) over occupied columns and rows; 0 where one symbol is constant. */
  readonly degreesOfFreedom: number;
}

/** Of what carries nothing, with p = 1: one symbol is constant (there is no bias to correct), or values are not defined. */
export const NOTHING: JointInformation = { plugIn: 0, corrected: 0, g: 0, degreesOfFreedom: 0 };

/**
 * Information of the joint counts at `offset`: cell x + y · sourceCells counts the samples with source symbol x and sink
 * symbol y. Exactly 0 where only one source symbol or only one sink symbol occurs.
 *
 * Relabelling source or sink symbols leaves every field exactly as it is (see {@link coarsePart}).
 *
 * @param sourceCells number of source symbols, a power of two; sourceCells × sinkCells ≤ 2^12
 * @param samples S, the sum of the counts, at most 2^24
 */
export function jointInformation(
  counts: Uint32Array,
  offset: number,
  sourceCells: number,
  sinkCells: number,
  samples: number,
): JointInformation {
  return sourceCells === 2 && sinkCells === 2
    ? bitToBitInformation(counts, offset, samples)
    : symbolInformation(counts, offset, sourceCells, sinkCells, samples);
}

function summarise(numerator: number, occupied: number, columns: number, rows: number, samples: number) {
  const plugIn = numerator / samples;
  return {
    plugIn,
    corrected: plugIn - (occupied - columns - rows + 1) / (2 * Math.LN2 * samples),
    g: 2 * Math.LN2 * numerator,
    degreesOfFreedom: (columns - 1) * (rows - 1),
  };
}

function checkTotal(total: number, samples: number): void {
  if (total === samples) return;
  throw new InvariantError(`joint counts add up to ${total}; expected the number of samples, ${samples}`);
}

/** Two symbols each: what nearly every individual of every generation asks for, with all sums in registers. */
function bitToBitInformation(counts: Uint32Array, offset: number, samples: number): JointInformation {
  const n00 = counts[offset]!;
  const n10 = counts[offset + 1]!;
  const n01 = counts[offset + 2]!;
  const n11 = counts[offset + 3]!;
  const row0 = n00 + n10;
  const row1 = n01 + n11;
  const column0 = n00 + n01;
  const column1 = n10 + n11;
  checkTotal(row0 + row1, samples);
  if (row0 === 0 || row1 === 0 || column0 === 0 || column1 === 0) return NOTHING;
  const t00 = nLog2N(n00);
  const t10 = nLog2N(n10);
  const t01 = nLog2N(n01);
  const t11 = nLog2N(n11);
  const r0 = nLog2N(row0);
  const r1 = nLog2N(row1);
  const c0 = nLog2N(column0);
  const c1 = nLog2N(column1);
  const whole = nLog2N(samples);
  const t00Coarse = coarsePart(t00);
  const t10Coarse = coarsePart(t10);
  const t01Coarse = coarsePart(t01);
  const t11Coarse = coarsePart(t11);
  const r0Coarse = coarsePart(r0);
  const r1Coarse = coarsePart(r1);
  const c0Coarse = coarsePart(c0);
  const c1Coarse = coarsePart(c1);
  const wholeCoarse = coarsePart(whole);
  const coarse =
    t00Coarse + t10Coarse + t01Coarse + t11Coarse - r0Coarse - r1Coarse - c0Coarse - c1Coarse + wholeCoarse;
  const fine =
    t00 -
    t00Coarse +
    (t10 - t10Coarse) +
    (t01 - t01Coarse) +
    (t11 - t11Coarse) -
    (r0 - r0Coarse) -
    (r1 - r1Coarse) -
    (c0 - c0Coarse) -
    (c1 - c1Coarse) +
    (whole - wholeCoarse);
  const occupied = (n00 === 0 ? 0 : 1) + (n10 === 0 ? 0 : 1) + (n01 === 0 ? 0 : 1) + (n11 === 0 ? 0 : 1);
  return summarise(coarse + fine, occupied, 2, 2, samples);
}

/** Adds up terms ±n·log₂n without rounding, and counts how many were not of an empty cell. */
class ExactSum {
  private coarse = 0;
  private fine = 0;

  add(count: number, sign: 1 | -1): void {
    const value = nLog2N(count);
    const coarse = coarsePart(value);
    this.coarse += sign * coarse;
    this.fine += sign * (value - coarse);
  }

  get total(): number {
    return this.coarse + this.fine;
  }
}

/** The same for any number of symbols; `jointInformation` is what to call. */
export function symbolInformation(
  counts: Uint32Array,
  offset: number,
  sourceCells: number,
  sinkCells: number,
  samples: number,
): JointInformation {
  const columnSums = new Uint32Array(sourceCells);
  const sum = new ExactSum();
  let total = 0;
  let occupied = 0;
  let rows = 0;
  for (let y = 0; y < sinkCells; y++) {
    let rowSum = 0;
    for (let x = 0; x < sourceCells; x++) {
      const count = counts[offset + x + y * sourceCells]!;
      if (count === 0) continue;
      occupied++;
      rowSum += count;
      columnSums[x]! += count;
      sum.add(count, 1);
    }
    if (rowSum === 0) continue;
    rows++;
    total += rowSum;
    sum.add(rowSum, -1);
  }
  checkTotal(total, samples);
  let columns = 0;
  for (const columnSum of columnSums) {
    if (columnSum === 0) continue;
    columns++;
    sum.add(columnSum, -1);
  }
  if (rows < 2 || columns < 2) return NOTHING;
  sum.add(total, 1);
  return summarise(sum.total, occupied, columns, rows, samples);
}
