import { isOnDevice } from '../simulate/evaluators.js';
import { type Evaluation, evaluationOf, openEvaluation } from './evaluation.js';

/** Evaluations for many jobs, one after another: a device is opened for the first that asks for it, and kept. */
export interface HeldEvaluations {
  /** As openEvaluation does it; closing what is given leaves the device open for the next. */
  readonly open: typeof openEvaluation;
  /** Lets go of all devices. */
  readonly close: () => Promise<void>;
}

export function holdEvaluations(): HeldEvaluations {
  const held = new Map<string, Promise<Evaluation>>();
  return {
    async open(asked, updates, onNote) {
      // What the threads do by themselves is open at once, and auto decides anew each time.
      if (!isOnDevice(asked)) return openEvaluation(asked, updates, onNote);
      const opening = held.get(asked) ?? openEvaluation(asked, updates, onNote);
      held.set(asked, opening);
      return evaluationOf({ evaluator: asked, evaluation: await opening }, updates);
    },
    async close() {
      const opened = await Promise.allSettled(held.values());
      held.clear();
      for (const result of opened) if (result.status === 'fulfilled') await result.value.close();
    },
  };
}
