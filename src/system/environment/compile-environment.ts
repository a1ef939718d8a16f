import { sortedKeys } from '../../base/order.js';
import type { Scenario } from '../../scenario/scenario.js';
import { operands, resolveReference, variableLength, variableOrder } from '../../scenario/variables.js';
import type { Environment, Variable } from '../system.js';
import { elementsOf } from './elements-of.js';
import { families } from './families.js';

/** Names of the variables that are one bit without an index, found operands first: each is looked at once. */
function scalarVariables(specs: Scenario['environment']): Set<string> {
  const scalars = new Set<string>();
  const isScalarReference = (reference: string): boolean => {
    const { variable, element } = resolveReference(reference, specs)!;
    return element !== null || scalars.has(variable);
  };
  for (const name of variableOrder(specs)) {
    const spec = specs[name]!;
    if (families[spec.kind].isScalar(spec, operands(spec).every(isScalarReference))) scalars.add(name);
  }
  return scalars;
}

/** Flattens the environment's variables to bits, in code-point order of the variables' names. */
export function compileEnvironment(specs: Scenario['environment']): Environment {
  const variables: Variable[] = [];
  const elements: string[] = [];
  const scalars = scalarVariables(specs);
  for (const name of sortedKeys(specs)) {
    const length = variableLength(name, specs);
    variables.push({ name, spec: specs[name]!, firstElement: elements.length, length, operands: [] });
    if (scalars.has(name)) elements.push(name);
    else for (let i = 0; i < length; i++) elements.push(`${name}.${i}`);
  }
  const flat = { variables, elements };
  return {
    elements,
    variables: variables.map((variable) => ({
      ...variable,
      operands: operands(variable.spec).map((reference) => elementsOf(flat, reference)),
    })),
  };
}
