import { bernoulliWords, probabilityBits } from '../../base/bernoulli.js';
import { fillNormals } from '../../base/normals.js';
import { SAMPLES_PER_WORD, sampleBit } from '../../base/planes.js';
import { type Key, Purpose } from '../../base/streams.js';
import { drawReals, realElements } from '../../system/environment/gaussian.js';
import { sampleEnvironment } from '../../system/environment/sample-environment.js';
import type { Environment, System } from '../../system/system.js';
import { planeCounts, type Stimulus } from '../stimulus.js';
import { analogStimulus } from './analog-stimulus.js';

/**
 * Draws the environment of analog units: its bits are those that look-up tables would meet, drawn at the same addresses,
 * and real numbers stand at addresses of their own.
 */
export function fillAnalogEnvironment(
  stimulus: Stimulus,
  environment: Environment,
  key: Key,
  generation: number,
): void {
  const { samples } = stimulus;
  const { elements } = analogStimulus(stimulus);
  const words = samples / SAMPLES_PER_WORD;
  const bits = new Uint32Array(environment.elements.length * words);
  sampleEnvironment(environment, key, generation, words, bits);
  realElements(environment).forEach((isReal, element) => {
    const plane = elements.subarray(element * samples, (element + 1) * samples);
    if (isReal) drawReals(plane, key, generation, element);
    else writeSigns(plane, bits.subarray(element * words, (element + 1) * words));
  });
}

/** Draws borders and start states (bits at the addresses of look-up tables' ones) and noise. */
export function fillAnalogInside(stimulus: Stimulus, system: System, key: Key, generation: number): void {
  const { samples } = stimulus;
  const { borders, starts, noise } = analogStimulus(stimulus);
  const counts = planeCounts(system);
  const plane = (planes: Float32Array, index: number): Float32Array =>
    planes.subarray(index * samples, (index + 1) * samples);
  const bits = new Uint32Array(samples / SAMPLES_PER_WORD);
  const fair = probabilityBits(0.5);
  const drawSigns = (out: Float32Array, purpose: Purpose, index: number): void => {
    bernoulliWords(bits, fair, key, purpose, generation, index);
    writeSigns(out, bits);
  };
  for (let border = 0; border < counts.borders; border++) drawSigns(plane(borders, border), Purpose.border, border);
  if (system.lattice.start === 'random') {
    for (const unit of system.cone.units[0]!) drawSigns(plane(starts, unit), Purpose.start, unit);
  }
  for (let pair = 0; pair < counts.noise; pair++) {
    fillNormals(plane(noise, pair), key, Purpose.analogNoise, generation, pair);
  }
}

/** Each bit as −1 or 1. */
function writeSigns(out: Float32Array, bits: Uint32Array): void {
  for (let sample = 0; sample < out.length; sample++) out[sample] = sampleBit(bits, sample) === 1 ? 1 : -1;
}
