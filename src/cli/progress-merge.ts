import type { MergeProgress } from '../sweep/merge/merge-sweep.js';
import type { ProgressStyle } from './progress.js';

/** Merging counts the runs that it packs, then the tables that it writes. */
export const merging: ProgressStyle<MergeProgress> = {
  bar: '{state}',
  done: ({ done }) => done,
  total: ({ total }) => total,
  state: ({ what, done, total }) => `${done} of ${total} ${what}`,
  line: ({ what, done, total }) => `${done} of ${total} ${what}`,
  isLast: ({ done, total }) => done === total,
};
