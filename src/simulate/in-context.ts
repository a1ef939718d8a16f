import type { Context, System } from '../system/system.js';

/** The system as it is in one of its contexts: what the exact evaluator needs, to which all else is the same. */
export function inContext(system: System, { environment }: Context): System {
  return { ...system, environment };
}
