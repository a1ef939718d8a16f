import { workerData } from 'piscina';
import type { RepeatState } from '../src/pressure/splitting/repeat.js';
import { createPressureRunner, type PressureContext, type PressureTask } from '../src/run/pressure/task.js';
import { type Answer, answer } from '../src/run/worker-pool.js';

let run: ((task: PressureTask) => RepeatState) | undefined;

/** Piscina entry point: takes one repeat of a pressure curve one level further. */
export default function pressure(task: PressureTask): Answer<RepeatState> {
  return answer(() => {
    // Made at the first task: a worker that failed while starting would only be started again, for ever.
    run ??= createPressureRunner(workerData as PressureContext);
    return run(task);
  });
}
