import type { Key } from '../../base/streams.js';
import type { Environment, Variable } from '../system.js';
import { families } from './families.js';

/** The variables, each after all that it is computed from. */
function samplingOrder({ variables }: Environment): Variable[] {
  const order: Variable[] = [];
  const visited = new Set<Variable>();
  const owner = variables.flatMap((variable) => new Array<Variable>(variable.length).fill(variable));
  const visit = (variable: Variable): void => {
    if (visited.has(variable)) return;
    visited.add(variable);
    for (const element of variable.operands.flat()) visit(owner[element]!);
    order.push(variable);
  };
  variables.forEach(visit);
  return order;
}

/**
 * Draws one generation's environment.
 *
 * Every element's random words have an address of their own, (environment, generation, element), so neither the order
 * of evaluation nor the other variables change what is drawn for it.
 *
 * @param words words of a plane, samples / 32
 * @param out `Uint32Array [element][word]`, row-major; overwritten
 */
export function sampleEnvironment(
  environment: Environment,
  key: Key,
  generation: number,
  words: number,
  out: Uint32Array,
): void {
  for (const variable of samplingOrder(environment)) {
    families[variable.spec.kind].sample(variable, variable.spec, { key, generation, words, planes: out });
  }
}
