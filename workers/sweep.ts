import { workerData } from 'piscina';
import type { Evaluation } from '../src/run/evaluation.js';
import { evaluationHere } from '../src/run/shared-evaluation.js';
import { sayLoaded } from '../src/run/worker-pool.js';
import { computePoint, type PointAnswer, type PointTask } from '../src/sweep/session/compute-point.js';
import type { CrewData } from '../src/sweep/session/crew.js';

sayLoaded();

const { context, evaluation: shared } = workerData as CrewData;
let evaluation: Evaluation | undefined;

/** Piscina entry point: computes one run of a sweep and publishes it. */
export default function sweep(task: PointTask): Promise<PointAnswer> {
  // Found at the first task: a worker that failed while starting would only be started again, for ever.
  if (shared !== null) evaluation ??= evaluationHere(shared);
  return computePoint(context, task, evaluation);
}
