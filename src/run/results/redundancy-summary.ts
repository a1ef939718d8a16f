import { redundancy } from '../../coupling/match/redundancy.js';
import { THRESHOLD_BITS } from '../../coupling/match/thresholds.js';
import type { WritePort } from '../../system/system.js';
import type { Blueprint } from '../engine.js';
import { MOST_ELEMENTS } from './environment-rows.js';
import { openAbove } from './inside.js';
import type { Ends } from './match-summary.js';
import { outsideOf } from './outside.js';
import { variableLabel } from './variable-label.js';

/** Who tells of a variable that some port writes, in one context. */
export interface RedundancySummary {
  readonly context: string;
  readonly variable: string;
  /** Write ports at which it is written. */
  readonly written: readonly string[];
  /** Other written variables that share more than the threshold with it, exactly. */
  readonly sharing: readonly string[];
  /** Read ports whose mean strength from it is above the threshold, at generation 0 and at the last. */
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** One for each context and written variable; none where the environment is too large for its exact information. */
export function redundancySummaries({ system }: Blueprint, ends: Ends): RedundancySummary[] {
  const { contexts, environment, ports } = system;
  if (environment.elements.length > MOST_ELEMENTS) return [];
  const byVariable = new Map<string, WritePort[]>();
  for (const port of ports.write) {
    const variable = variableLabel(environment, port.elements);
    byVariable.set(variable, [...(byVariable.get(variable) ?? []), port]);
  }
  // Ports that write the same are alike in strength; the first stands for them.
  const variables = [...byVariable].map(([variable, written]) => ({ variable, written, source: written[0]! }));
  return contexts.flatMap((context): RedundancySummary[] => {
    const outside = outsideOf(context.environment);
    const shared = variables.map((a) => variables.map((b) => outside(a.source.elements, b.source.elements)));
    const thresholds = {
      outside: THRESHOLD_BITS,
      inside: variables.map(({ source }) => ports.read.map((sink) => openAbove(system, source, sink, ends.samples))),
    };
    const [first, last] = [ends.first, ends.last].map((inside) => {
      const strength = variables.map(({ source }) =>
        ports.read.map((sink) => inside(context.name, source.name, sink.name).strength),
      );
      return redundancy(shared, strength, thresholds);
    });
    const sinks = (indices: readonly number[]): string[] => indices.map((index) => ports.read[index]!.name);
    return variables.map(({ variable, written }, index) => ({
      ...{ context: context.name, variable, written: written.map(({ name }) => name) },
      sharing: first![index]!.sharing.map((other) => variables[other]!.variable),
      first: sinks(first![index]!.carrying),
      last: sinks(last![index]!.carrying),
    }));
  });
}
