import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { partsOf, sameStimulus } from '../device/same-stimulus.js';
import { type Session, SessionFailure } from '../device/session.js';
import type { Stimulus } from '../stimulus.js';
import { stimulusOver } from '../stimulus.js';
import type { OpenBackend } from './backend.js';
import { latticeRollout } from './rollout-op.js';
import { planRollout, type RolloutPlan } from './rollout-plan.js';

/** A plan with what lies on the device of it. */
export interface LoadedPlan {
  readonly plan: RolloutPlan;
  readonly neighbours: Tensor;
  /** The stimuli that were met last, oldest first: contexts and halves come by turns. */
  readonly stimuli: { readonly stimulus: Stimulus; readonly planes: Tensor }[];
}

/** Stimuli that are kept on the device for each plan. */
const KEPT_STIMULI = 4;

/** The operation LatticeRollout on a backend of TensorFlow.js. */
export function tfjsSession(backend: OpenBackend): Session<LoadedPlan> {
  const lost = backend.lost.then((reason) => {
    throw new SessionFailure(`the device was lost: ${reason}`);
  });
  // Where nothing is under way the next batch will find out.
  lost.catch(() => {});
  const loaded: LoadedPlan[] = [];
  return {
    plan(system, readings) {
      const plan = planRollout(system, readings);
      const { neighbourCount } = system.lattice;
      const steps = plan.slots.steps.length;
      const neighbours = tensor2d(plan.neighbours, [steps, neighbourCount + 3], 'int32');
      const made: LoadedPlan = { plan, neighbours, stimuli: [] };
      loaded.push(made);
      return made;
    },
    mostGenotypes({ plan }, { words, samples }) {
      const updates = Math.max(1, plan.slots.steps.length) * samples;
      const byTime = Math.floor(backend.batchUpdates / updates);
      const fixed = backend.bytesOf(plan, 0, words);
      const each = Math.max(1, backend.bytesOf(plan, 1, words) - fixed);
      const byMemory = Math.floor((backend.batchBytes - fixed) / each);
      return Math.max(1, Math.min(byTime, byMemory));
    },
    async rollOut(of, loci, count, stimulus) {
      const { plan, neighbours } = of;
      const genomes = tensor2d(loci, [count, plan.system.genome.locusCount], 'int32');
      let counts: Tensor | undefined;
      try {
        counts = latticeRollout(plan, { genomes, neighbours, stimulus: planesOn(of, stimulus) });
        return (await Promise.race([counts.data(), lost])) as Int32Array;
      } catch (error) {
        throw backend.failureOf(error) ?? error;
      } finally {
        genomes.dispose();
        counts?.dispose();
      }
    },
    async close() {
      for (const { neighbours, stimuli } of loaded) {
        neighbours.dispose();
        for (const { planes } of stimuli) planes.dispose();
      }
      await backend.destroy();
    },
  };
}

/** The planes of a stimulus on the device, where they may be still from the last batch that met it. */
function planesOn({ plan, stimuli }: LoadedPlan, stimulus: Stimulus): Tensor {
  const at = stimuli.findIndex((kept) => sameStimulus(kept.stimulus, stimulus));
  if (at !== -1) {
    const [kept] = stimuli.splice(at, 1);
    stimuli.push(kept!);
    return kept!.planes;
  }
  if (stimuli.length >= KEPT_STIMULI) stimuli.shift()!.planes.dispose();
  // A copy: the memory it lies in will hold the next generation's.
  const copy = new Uint32Array(plan.planes * stimulus.words);
  let filled = 0;
  for (const part of partsOf(stimulus)) {
    copy.set(part, filled);
    filled += part.length;
  }
  const planes = tensor2d(new Int32Array(copy.buffer), [plan.planes, stimulus.words], 'int32');
  stimuli.push({ stimulus: stimulusOver(copy, plan.system, stimulus.samples), planes });
  return planes;
}
