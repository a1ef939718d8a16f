import { type Answer, answerLater, sayLoaded } from '../src/run/worker-pool.js';
import { repeat, type VerifyAnswer, type VerifyTask } from '../src/sweep/verify/verify-sweep.js';

sayLoaded();

/** Piscina entry point: computes a stored run of a sweep again and compares. */
export default function verify(task: VerifyTask): Promise<Answer<VerifyAnswer>> {
  return answerLater(() => repeat(task, 0));
}
