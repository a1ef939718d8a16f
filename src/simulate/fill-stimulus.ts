import { bernoulliWords, probabilityBits } from '../base/bernoulli.js';
import { type Key, Purpose } from '../base/streams.js';
import { sampleEnvironment } from '../system/environment/sample-environment.js';
import type { Environment, System } from '../system/system.js';
import { fillAnalogEnvironment, fillAnalogInside } from './analog/fill-analog-stimulus.js';
import { planeCounts, type Stimulus } from './stimulus.js';

/**
 * Draws all that enters the lattice in one generation, writing into the planes of `stimulus`.
 *
 * Each plane is a pure function of key, generation and its own address: border planes are addressed by border index,
 * start planes by unit, noise planes by pair index. So a stimulus of fewer samples is the first words of a longer one.
 * Start planes of units outside cone.units[0] reach nothing that is read and are left as they are.
 */
export function fillStimulus(stimulus: Stimulus, system: System, key: Key, generation: number): void {
  fillEnvironment(stimulus, system, system.environment, key, generation);
  fillInside(stimulus, system, key, generation);
}

/**
 * Draws one generation's stimuli of all contexts: the same draws, but for the variables that a context sets and those
 * computed from them.
 *
 * @param stimuli `[context]`, as contextStimuliOver lays them out; overwritten
 */
export function fillContextStimuli(stimuli: readonly Stimulus[], system: System, key: Key, generation: number): void {
  stimuli.forEach((stimulus, context) => {
    fillEnvironment(stimulus, system, system.contexts[context]!.environment, key, generation);
  });
  fillInside(stimuli[0]!, system, key, generation);
}

/** The environment's elements. */
function fillEnvironment(
  stimulus: Stimulus,
  { units }: System,
  environment: Environment,
  key: Key,
  generation: number,
): void {
  if (units.kind === 'analog') fillAnalogEnvironment(stimulus, environment, key, generation);
  else sampleEnvironment(environment, key, generation, stimulus.words, stimulus.elements);
}

/** Borders, start states and noise. */
function fillInside(stimulus: Stimulus, system: System, key: Key, generation: number): void {
  if (system.units.kind === 'analog') {
    fillAnalogInside(stimulus, system, key, generation);
    return;
  }
  const { words } = stimulus;
  const { lattice, cone } = system;
  const counts = planeCounts(system);
  const draw = (planes: Uint32Array, plane: number, p: number, purpose: Purpose): void =>
    bernoulliWords(planes.subarray(plane * words, (plane + 1) * words), p, key, purpose, generation, plane);

  const fair = probabilityBits(0.5);
  for (let border = 0; border < counts.borders; border++) draw(stimulus.borders, border, fair, Purpose.border);
  if (lattice.start === 'random') {
    for (const unit of cone.units[0]!) draw(stimulus.starts, unit, fair, Purpose.start);
  }
  const noise = probabilityBits(lattice.noise);
  for (let pair = 0; pair < counts.noise; pair++) draw(stimulus.noise, pair, noise, Purpose.noise);
}
