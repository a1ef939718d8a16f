import { byCodePoint, sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { dependencies, type Variables, variableOrder } from '../variables.js';

/** No variable needs itself, directly or by way of others. Each cycle is told once, at its first name. */
export function checkCycles(draft: Draft, faults: Faults): void {
  const environment = draft.environment.specs;
  const ordered = new Set(variableOrder(environment));
  const told = new Set<string>();
  for (const name of sortedKeys(environment)) {
    if (ordered.has(name)) continue;
    const cycle = shortestCycle(name, environment);
    if (cycle === undefined) continue;
    const key = [...cycle].sort(byCodePoint).join(' ');
    if (told.has(key)) continue;
    told.add(key);
    const message =
      cycle.length === 1
        ? `${name} is computed from itself; expected other variables`
        : `a cycle, ${[...cycle, name].join(' needs ')}; expected variables that do not need one another in turn`;
    faults.at(draft.tree, ['environment', name], message);
  }
}

/** The names on a shortest way from a variable back to itself, beginning with it; undefined where there is none. */
function shortestCycle(name: string, environment: Variables): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [name];
  for (const at of queue) {
    for (const next of dependencies(environment[at]!)) {
      if (next === name) {
        const way = [at];
        for (let back = at; back !== name; way.unshift(back)) back = cameFrom.get(back)!;
        return way;
      }
      if (!Object.hasOwn(environment, next) || cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return undefined;
}
