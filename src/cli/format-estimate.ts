import type { Estimate } from '../run/estimate.js';
import type { Scenario } from '../scenario/scenario.js';
import { formatSeconds } from './format-seconds.js';

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Devices and plain evaluators are three orders of magnitude apart. */
function formatSpeed(updatesPerSecond: number): string {
  const [unit, name] = updatesPerSecond < 1e8 ? [1e6, 'M'] : [1e9, 'G'];
  return `${(updatesPerSecond / unit).toFixed(2)} ${name} updates/s`;
}

/** What a dry run prints. */
export function formatEstimate(scenario: Scenario, estimate: Estimate): string {
  const { workers, memoryBytes, rollouts, updates, updatesPerSecond, onDevice } = estimate;
  // An exact run rolls nothing out and has no samples.
  const sampling: [string, string][] =
    rollouts === null || updates === null || updatesPerSecond === null
      ? []
      : [
          ['samples', `${estimate.samples}`],
          ['work', `${count(rollouts, 'rollout')} of the population, ${updates.toExponential(2)} unit-sample updates`],
          [
            'speed',
            `${formatSpeed(updatesPerSecond)} ${onDevice ? 'on the device' : 'on one thread'}, measured just now`,
          ],
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
      `${estimate.seconds < 1 ? '' : 'about '}${formatSeconds(estimate.seconds)} ${workers === 0 ? 'inline' : `with ${count(workers, 'worker')}`}`,
    ],
    ...(estimate.fits ? [] : [['refused', 'this machine has not the memory'] as [string, string]]),
  ];
  return lines.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join('');
}
