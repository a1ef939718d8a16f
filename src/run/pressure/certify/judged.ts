import type { Question } from './claims.js';
import type { Claim, Method } from './records.js';

/** A claim without what is the same for all of a certificate. */
export type Judged = Omit<Claim, 'intended' | 'demons' | 'assumptions'>;

/** A claim of which nothing is known. @param needed what it would take */
export function unjudged({ unintended, quantity, context, most }: Question, method: Method, needed: string): Judged {
  return {
    ...{ unintended, quantity, context, most, method, needed },
    ...{ verdict: 'undecided', margin: null, bits: 0, monotone: null, levels: [], levelCount: 0, witness: null },
  };
}
