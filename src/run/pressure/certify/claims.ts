import type { Scenario } from '../../../scenario/scenario.js';
import { mostBits } from '../../../system/most-bits.js';
import type { PressureContext } from '../task.js';

/** What a certificate speaks of: one unintended channel in one context, by its strength or its influence. */
export interface Question {
  readonly unintended: string;
  /** Labels of demons whose payload it is. */
  readonly demons: readonly string[];
  readonly context: string;
  readonly quantity: 'strength' | 'influence';
  /** Index into a problem's observables. */
  readonly observable: number;
  /** The largest value that it can have: the bits of the smaller port, 1 for an influence. */
  readonly most: number;
}

/** All questions of a scenario: every channel without a reward, in every context, by both quantities. */
export function questionsOf({ scenario, system }: Pick<PressureContext, 'scenario' | 'system'>): Question[] {
  const { channels, contexts } = system;
  const traits = contexts.length * channels.length;
  return contexts.flatMap(({ name: context }, at) =>
    channels.flatMap((channel, c): Question[] => {
      const { name: unintended, reward } = channel;
      if (reward !== null) return [];
      const trait = at * channels.length + c;
      const demons = Object.keys(scenario.demons).filter((name) => scenario.demons[name]!.payload === unintended);
      const about = { unintended, demons, context };
      return [
        { ...about, quantity: 'strength', observable: 1 + trait, most: mostBits(system, channel) },
        { ...about, quantity: 'influence', observable: 1 + traits + trait, most: 1 },
      ];
    }),
  );
}

/**
 * What of a scenario the theorems do not cover: a claim is about selection for the score alone, in the limit of many
 * individuals (docs/theory.md).
 *
 * @param on the rewarded channel that the score is of, and its one context; null for the whole fitness
 * @param exact whether the scores by which a run selects are exact, whatever those of the evidence are
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
  const drives = variations.filter(({ drive }) => drive !== null);
  const copies = variations.filter(({ copying }) => copying !== null);
  const others = Object.keys(channels).filter((name) => channels[name]!.reward !== null && name !== on?.channel);
  const weighted = Object.keys(contexts).filter((name) => contexts[name]!.weight > 0 && name !== on?.context);
  const broken: string[] = [];
  if (mutation > 0) broken.push(`mutation: ${mutation} expected redraws in each child`);
  if (crossover !== undefined)
    broken.push(`recombination: ${crossover.kind} crossover of ${crossover.rate} of the children`);
  if (drives.length > 0)
    broken.push(`drive: region ${drives[0]!.drive!.region} is inherited from the stronger payload`);
  if (copies.length > 0) broken.push(`copying: region ${copies[0]!.copying!.region} overwrites what is beside it`);
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
