import type { TieClasses } from './tie-classes.js';

/** No selection: every individual is as likely a parent as any other. */
export function none(classes: TieClasses): number[] {
  return classes.count.map(() => 1 / classes.size);
}
