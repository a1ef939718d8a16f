import { fillNormals, nextNormal } from '../../base/normals.js';
import { type Key, Purpose, type Stream } from '../../base/streams.js';

/**
 * π of analog units: every parameter of a locus, K weights and the bias behind them, is N(0, deviation²) by itself,
 * rounded to a Float32.
 */
export interface NormalPrior {
  readonly kind: 'normal';
  /** scale / √K */
  readonly deviation: number;
}

/** The parameters that words hold as the bit patterns of Float32 numbers: another view of the same memory. */
export function parametersOf(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length);
}

/**
 * Draws all parameters of one genotype from π: parameter i is value i at (prior, 0, individual).
 *
 * @param out `Uint32Array [locus][parameter]`, overwritten
 */
export function drawParameters(out: Uint32Array, { deviation }: NormalPrior, key: Key, individual: number): void {
  const parameters = parametersOf(out);
  const drawn = new Float64Array(out.length);
  fillNormals(drawn, key, Purpose.prior, 0, individual);
  for (let i = 0; i < drawn.length; i++) parameters[i] = deviation * drawn[i]!;
}

/** One parameter from π. */
export function drawParameter({ deviation }: NormalPrior, stream: Stream): number {
  return Math.fround(deviation * nextNormal(stream));
}

/**
 * The autoregressive step of a parameter, √(1 − step²) w + step · N(0, deviation²): it leaves π unchanged, and with a
 * step of 1 it is a new draw.
 */
export function stepParameter(value: number, step: number, { deviation }: NormalPrior, stream: Stream): number {
  return Math.fround(Math.sqrt(1 - step * step) * value + step * deviation * nextNormal(stream));
}
