import { type Answer, answerLater, sayLoaded } from '../src/run/worker-pool.js';
import { type PackDone, type PackTask, packDone } from '../src/sweep/merge/pack-done.js';

sayLoaded();

/** Piscina entry point: packs some finished runs of a sweep. */
export default function pack(task: PackTask): Promise<Answer<PackDone>> {
  return answerLater(() => packDone(task));
}
