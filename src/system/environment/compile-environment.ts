import { sortedKeys } from '../../base/order.js';
import type { Scenario } from '../../scenario/scenario.js';
import { operands, resolveReference, variableLength } from '../../scenario/variables.js';
import type { Environment, Variable } from '../system.js';
import { elementsOf } from './elements-of.js';
import { families } from './families.js';

/** Whether a reference names one bit: an element of a vector, or a scalar variable. */
function isScalarReference(reference: string, environment: Scenario['environment']): boolean {
  const { variable, element } = resolveReference(reference, environment)!;
  return element !== null || isScalar(variable, environment);
}

function isScalar(name: string, environment: Scenario['environment']): boolean {
  const spec = environment[name]!;
  return families[spec.kind].isScalar(
    spec,
    operands(spec).every((reference) => isScalarReference(reference, environment)),
  );
}

/** Flattens the environment's variables to bits, in code-point order of the variables' names. */
export function compileEnvironment(specs: Scenario['environment']): Environment {
  const variables: Variable[] = [];
  const elements: string[] = [];
  for (const name of sortedKeys(specs)) {
    const length = variableLength(name, specs);
    variables.push({ name, spec: specs[name]!, firstElement: elements.length, length, operands: [] });
    if (isScalar(name, specs)) elements.push(name);
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
