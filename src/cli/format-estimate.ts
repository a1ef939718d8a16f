import type { Estimate } from '../run/estimate.js';
import type { Scenario } from '../scenario/scenario.js';

/** What a dry run prints. */
export function formatEstimate(scenario: Scenario, estimate: Estimate): string {
  const { rollouts, updates, updatesPerSecond } = estimate;
  // An exact run rolls nothing out and has no samples.
  const sampling: [string, string][] =
    updates === null || updatesPerSecond === null
      ? []
      : [
          [
            'work',
            `${rollouts} rollouts of the population with ${estimate.samples} samples, ${updates.toExponential(2)} unit-sample updates`,
          ],
          ['speed', `${(updatesPerSecond / 1e9).toFixed(2)} G updates/s on one thread, measured just now`],
        ];
  const lines: [string, string][] = [
    ['scenario', `${scenario.name}, seed ${scenario.seed}`],
    ['lattice', `${estimate.units} units, ${estimate.loci} of them evolve; ${estimate.ticks} ticks`],
    ['cone', `${estimate.pairs} unit-tick pairs can reach what is read`],
    ['population', `${estimate.individuals} individuals`],
    ['generations', `${estimate.generations}, of which ${estimate.rows} get rows`],
    ...sampling,
    ['shared memory', `${(estimate.memoryBytes / 2 ** 20).toFixed(1)} MiB`],
    ['time', `about ${formatSeconds(estimate.seconds)} with ${estimate.workers} workers`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join('');
}

function formatSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
