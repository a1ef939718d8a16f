import { rootKey, Stream } from '../../src/base/streams.js';

/** Plug-in information by its definition, Σ P(x,y) log₂ P(x,y) / (P(x) P(y)): the readable twin. */
export function plainInformation(counts: ArrayLike<number>, sourceCells: number, sinkCells: number): number {
  const total = Array.from(counts).reduce((sum, n) => sum + n, 0);
  const p = (x: number, y: number): number => counts[x + y * sourceCells]! / total;
  const xs = Array.from({ length: sourceCells }, (_, x) => x);
  const ys = Array.from({ length: sinkCells }, (_, y) => y);
  const px = xs.map((x) => ys.reduce((sum, y) => sum + p(x, y), 0));
  const py = ys.map((y) => xs.reduce((sum, x) => sum + p(x, y), 0));
  let sum = 0;
  for (const y of ys) for (const x of xs) if (p(x, y) > 0) sum += p(x, y) * Math.log2(p(x, y) / (px[x]! * py[y]!));
  return sum;
}

export const sumOf = (counts: ArrayLike<number>): number => Array.from(counts).reduce((sum, n) => sum + n, 0);

/** A stream of random numbers for one simulation in a test. */
export const simulation = (name: string): Stream => new Stream(rootKey(name), 6, 0, 0);

/** Counts of `samples` draws from the law `cells`, which sums to 1. */
export function drawTable(cells: readonly number[], samples: number, stream: Stream): Uint32Array {
  const counts = new Uint32Array(cells.length);
  for (let s = 0; s < samples; s++) {
    let left = stream.nextUnit();
    let cell = 0;
    while (cell < cells.length - 1 && left >= cells[cell]!) left -= cells[cell++]!;
    counts[cell]!++;
  }
  return counts;
}

/** h(p) = −p log₂ p − (1 − p) log₂(1 − p). */
export const binaryEntropy = (p: number): number => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
