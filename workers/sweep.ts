import { workerData } from 'piscina';
import { sayLoaded } from '../src/run/worker-pool.js';
import {
  type ComputeContext,
  computePoint,
  type PointAnswer,
  type PointTask,
} from '../src/sweep/session/compute-point.js';

sayLoaded();

/** Piscina entry point: computes one run of a sweep and publishes it. */
export default function sweep(task: PointTask): Promise<PointAnswer> {
  return computePoint(workerData as ComputeContext, task);
}
