import type { Environment } from '../system.js';

/**
 * An environment in which variables of one bit are held at a value ("do"; Pearl 2009): they no longer follow from
 * others, those computed from them follow the value, and all else keeps its draws, since these are addressed by element.
 *
 * @param set values by the variables' names
 */
export function setVariables(environment: Environment, set: Readonly<Record<string, 0 | 1>>): Environment {
  if (Object.keys(set).length === 0) return environment;
  return {
    elements: environment.elements,
    variables: environment.variables.map((variable) => {
      const value = Object.hasOwn(set, variable.name) ? set[variable.name] : undefined;
      // A biased bit of probability 0 or 1 is a constant.
      return value === undefined
        ? variable
        : { ...variable, spec: { kind: 'biased', probability: value }, operands: [] };
    }),
  };
}
