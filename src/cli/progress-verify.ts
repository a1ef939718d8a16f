import type { VerifyProgress } from '../sweep/verify/verify-sweep.js';
import type { ProgressStyle } from './progress.js';

/** Verifying a sweep counts the runs whose tables it checks, then those that it repeats. */
export const verifying: ProgressStyle<VerifyProgress> = {
  bar: '{left} left  {state}',
  done: ({ done }) => done,
  total: ({ total }) => total,
  state: ({ what, done, total }) => `${done} of ${total} ${what}`,
  line: ({ what, done, total }) => `${done} of ${total} ${what}`,
  isLast: ({ done, total }) => done === total,
};
