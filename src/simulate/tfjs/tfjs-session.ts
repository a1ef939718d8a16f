import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { genotypeWords } from '../../system/genome.js';
import { sameStimulus } from '../device/same-stimulus.js';
import { type Cells, type Session, SessionFailure } from '../device/session.js';
import { joinedPlanes } from '../device/stimulus-planes.js';
import { type Stimulus, stimulusOver } from '../stimulus.js';
import { analogRollout } from './analog-op.js';
import { type AnalogPlan, planAnalog } from './analog-plan.js';
import type { OpenBackend } from './backend.js';
import { latticeRollout } from './rollout-op.js';
import { planRollout, type RolloutPlan } from './rollout-plan.js';

/** A plan with what lies on the device of it. */
export interface LoadedPlan {
  readonly rollout: RolloutPlan;
  /** Of analog units; null of look-up tables. */
  readonly analog: AnalogPlan | null;
  readonly neighbours: Tensor;
  /** The stimuli that were met last, oldest first: contexts and halves come by turns. */
  readonly stimuli: { readonly stimulus: Stimulus; readonly planes: Tensor }[];
}

/** Stimuli that are kept on the device for each plan. */
const KEPT_STIMULI = 4;

/**
 * Bytes of genomes that go to the device with one batch, at most: an upload goes on beside the computation of the batch
 * before it, and what is copied piece by piece stays in the cache.
 */
const MOST_UPLOAD_BYTES = 1 << 23;

/** The operations LatticeRollout and AnalogRollout on a backend of TensorFlow.js. */
export function tfjsSession(backend: OpenBackend): Session<LoadedPlan> {
  const lost = backend.lost.then((reason) => {
    throw new SessionFailure(`the device was lost: ${reason}`);
  });
  // Where nothing is under way the next batch will find out.
  lost.catch(() => {});
  const loaded = new Set<LoadedPlan>();
  return {
    plan(source) {
      const analog = source.kind === 'analog' ? planAnalog(source.system, source.readings) : null;
      const rollout = source.kind === 'analog' ? analog!.rollout : planRollout(source.system, source.readings);
      const shape: [number, number] = [rollout.slots.steps.length, source.system.lattice.neighbourCount + 3];
      const made: LoadedPlan = {
        ...{ rollout, analog, stimuli: [] },
        neighbours: tensor2d(rollout.neighbours, shape, 'int32'),
      };
      loaded.add(made);
      return made;
    },
    mostGenotypes({ rollout, analog }, { words, samples }) {
      const updates = Math.max(1, rollout.slots.steps.length) * samples;
      const byTime = Math.floor((analog === null ? backend.batchUpdates : backend.batchAnalogUpdates) / updates);
      const bytes = (genotypes: number): number =>
        analog === null
          ? backend.bytesOf(rollout, genotypes, words)
          : backend.bytesOfAnalog(analog, genotypes, samples);
      const byMemory = Math.floor((backend.batchBytes - bytes(0)) / Math.max(1, bytes(1) - bytes(0)));
      const byUpload = Math.floor(MOST_UPLOAD_BYTES / Math.max(1, 4 * genotypeWords(rollout.system.genome)));
      return Math.max(1, Math.min(byTime, byMemory, byUpload));
    },
    async rollOut(of, loci, count, stimulus) {
      const { rollout, analog, neighbours } = of;
      const shape: [number, number] = [count, genotypeWords(rollout.system.genome)];
      const genomes = analog === null ? tensor2d(loci, shape, 'int32') : tensor2d(numbersOf(loci), shape, 'float32');
      let cells: Tensor | undefined;
      try {
        const inputs = { genomes, neighbours, stimulus: planesOn(of, stimulus) };
        cells = analog === null ? latticeRollout(rollout, inputs) : analogRollout(analog, inputs);
        return (await Promise.race([cells.data(), lost])) as Cells;
      } catch (error) {
        throw backend.failureOf(error) ?? error;
      } finally {
        genomes.dispose();
        cells?.dispose();
      }
    },
    forget(plan) {
      if (loaded.delete(plan)) dispose(plan);
    },
    async close() {
      for (const plan of loaded) dispose(plan);
      await backend.destroy();
    },
  };
}

function dispose({ neighbours, stimuli }: LoadedPlan): void {
  neighbours.dispose();
  for (const { planes } of stimuli) planes.dispose();
}

const numbersOf = ({ buffer, byteOffset, length }: Int32Array): Float32Array =>
  new Float32Array(buffer, byteOffset, length);

/** The planes of a stimulus on the device, where they may be still from the last batch that met it. */
function planesOn({ rollout, analog, stimuli }: LoadedPlan, stimulus: Stimulus): Tensor {
  const at = stimuli.findIndex((kept) => sameStimulus(kept.stimulus, stimulus));
  if (at !== -1) {
    const [kept] = stimuli.splice(at, 1);
    stimuli.push(kept!);
    return kept!.planes;
  }
  if (stimuli.length >= KEPT_STIMULI) stimuli.shift()!.planes.dispose();
  // A copy: the memory it lies in will hold the next generation's.
  const shape: [number, number] = [rollout.planes, stimulus.words];
  const copy = joinedPlanes(stimulus);
  const words = new Int32Array(copy.buffer);
  const planes = analog === null ? tensor2d(words, shape, 'int32') : tensor2d(numbersOf(words), shape, 'float32');
  stimuli.push({ stimulus: stimulusOver(copy, rollout.system, stimulus.samples), planes });
  return planes;
}
