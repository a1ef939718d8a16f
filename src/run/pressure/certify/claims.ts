import type { Scenario } from '../../../scenario/scenario.js';
import type { System } from '../../../system/system.js';

/** What a certificate speaks of: one unintended channel in one context, by its strength or its influence. */
export interface Question {
  readonly unintended: string;
  readonly context: string;
  readonly quantity: 'strength' | 'influence';
  /** Index into a problem's observables. */
  readonly observable: number;
  /** The largest value that it can have: the bits of the smaller port, 1 for an influence. */
  readonly most: number;
}

/** All questions of a scenario: every channel without a reward, in every context, by both quantities. */
export function questionsOf({ channels, contexts, ports }: System): Question[] {
  const traits = contexts.length * channels.length;
  return contexts.flatMap(({ name: context }, at) =>
    channels.flatMap(({ name: unintended, from, to, reward }, c): Question[] => {
      if (reward !== null) return [];
      const trait = at * channels.length + c;
      const bits = Math.min(ports.write[from]!.elements.length, ports.read[to]!.units.length);
      return [
        { unintended, context, quantity: 'strength', observable: 1 + trait, most: bits },
        { unintended, context, quantity: 'influence', observable: 1 + traits + trait, most: 1 },
      ];
    }),
  );
}

/**
 * What of a scenario the theorems do not cover: a claim is about selection for the score alone, in the limit of many
 * individuals (docs/theory.md).
 *
 * @param on the rewarded channel that the score is of, and its one context; null for the whole fitness
 * @param exact whether scores are exact
 */
export function brokenAssumptions(
  scenario: Scenario,
  on: { readonly channel: string; readonly context: string | null } | null,
  exact: boolean,
): string[] {
  const { genome, population, contexts, channels, measure, phases } = scenario;
  const variations = [scenario.variation, ...phases.flatMap(({ variation }) => variation ?? [])];
  const mutation = Math.max(...variations.map((variation) => variation.mutation.perGenome));
  const crossover = variations.find(({ crossover: { kind, rate } }) => kind !== 'none' && rate > 0)?.crossover;
  const others = Object.keys(channels).filter((name) => channels[name]!.reward !== null && name !== on?.channel);
  const weighted = Object.keys(contexts).filter((name) => contexts[name]!.weight > 0 && name !== on?.context);
  const broken: string[] = [];
  if (mutation > 0) broken.push(`mutation: ${mutation} expected redraws in each child`);
  if (crossover !== undefined)
    broken.push(`recombination: ${crossover.kind} crossover of ${crossover.rate} of the children`);
  if (on !== null && others.length > 0) broken.push(`other rewards: ${others.join(', ')}`);
  if (on?.context != null && weighted.length > 0) broken.push(`rewards in other contexts: ${weighted.join(', ')}`);
  if (genome.begin !== 'prior') broken.push('the first population begins with a gate, not with draws from the prior');
  if (population.migration !== null) broken.push('migration: islands exchange individuals');
  if (!exact) {
    const stimulus = measure.stimulus === 'fresh' ? 'other samples each generation' : 'the same samples throughout';
    broken.push(`sampled fitness: selection sees ${measure.samples} samples, ${stimulus}`);
  }
  broken.push(`finite populations: ${population.size} individuals on an island`);
  return broken;
}
