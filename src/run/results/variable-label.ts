import type { Environment } from '../../system/system.js';

/** The name of what some elements are: a variable where they are all of it in order, else the elements' own names. */
export function variableLabel({ variables, elements }: Environment, group: readonly number[]): string {
  const whole = variables.find(
    ({ firstElement, length }) => length === group.length && group.every((element, i) => element === firstElement + i),
  );
  return whole?.name ?? group.map((element) => elements[element]!).join(' ');
}
