import { workerData } from 'piscina';
import {
  createPressureRunner,
  type PressureContext,
  type PressureResult,
  type PressureTask,
} from '../src/run/pressure/task.js';
import { type Answer, answer, sayLoaded, withDevice } from '../src/run/worker-pool.js';

sayLoaded();

let run: ((task: PressureTask) => PressureResult) | undefined;

/** Piscina entry point: takes one repeat of a pressure curve one level further, or measures enumerated genotypes. */
export default function pressure(task: PressureTask): Answer<PressureResult> {
  return answer(() => {
    // Made at the first task: a worker that failed while starting would only be started again, for ever.
    run ??= createPressureRunner(withDevice(workerData as PressureContext));
    return run(task);
  });
}
