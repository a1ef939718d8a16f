import type { Estimate } from '../run/estimate.js';
import type { Scenario } from '../scenario/scenario.js';
import { formatSeconds } from './format-seconds.js';

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** What a dry run prints. */
export function formatEstimate(scenario: Scenario, estimate: Estimate): string {
  const { workers, memoryBytes, rollouts, updates, updatesPerSecond } = estimate;
  // An exact run rolls nothing out and has no samples.
  const sampling: [string, string][] =
    rollouts === null || updates === null || updatesPerSecond === null
      ? []
      : [
          ['samples', `${estimate.samples}`],
          ['work', `${count(rollouts, 'rollout')} of the population, ${updates.toExponential(2)} unit-sample updates`],
          ['speed', `${(updatesPerSecond / 1e9).toFixed(2)} G updates/s on one thread, measured just now`],
        ];
  const lines: [string, string][] = [
    ['scenario', `${scenario.name}, seed ${scenario.seed}`],
    ['lattice', `${count(estimate.units, 'unit')}, ${estimate.loci} of them evolve; ${count(estimate.ticks, 'tick')}`],
    ['cone', `${count(estimate.pairs, 'unit-tick pair')} can reach what is read`],
    ['population', count(estimate.individuals, 'individual')],
    ['generations', `${estimate.generations}, with rows in ${estimate.rows}`],
    ['champions', `at most ${count(estimate.mutants, 'genotype')} for what their loci are bound to`],
    ...(estimate.sampled === 0
      ? []
      : [
          ['coupling', `${count(estimate.sampled, 'genotype')}: of the prior, and mutants of them`] as [string, string],
        ]),
    ...sampling,
    ['memory', memoryBytes < 2 ** 20 ? 'under 1 MiB' : `${(memoryBytes / 2 ** 20).toFixed(0)} MiB`],
    [
      'time',
      `about ${formatSeconds(estimate.seconds)} ${workers === 0 ? 'inline' : `with ${count(workers, 'worker')}`}`,
    ],
    ...(estimate.fits ? [] : [['refused', 'this machine has not the memory'] as [string, string]]),
  ];
  return lines.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join('');
}
