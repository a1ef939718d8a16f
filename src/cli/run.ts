import type { Command } from 'commander';
import { conduct, prepare, type ScenarioFlags, scenarioCommand } from './scenario-command.js';

export function registerRun(program: Command): void {
  scenarioCommand(program, {
    name: 'run',
    description: 'evolve a scenario into a run directory',
    start: 'generation 0',
    unit: 'generations',
  })
    .option('--dry-run', 'say what the run would take, and run nothing')
    .action(runCommand);
}

async function runCommand(file: string, flags: ScenarioFlags & { readonly dryRun?: boolean }): Promise<void> {
  const prepared = await prepare(file, flags);
  if (flags.dryRun) {
    const { estimateRun } = await import('../run/estimate.js');
    const { formatEstimate } = await import('./format-estimate.js');
    const { loaded, evaluator, workers } = prepared;
    const estimate = estimateRun(loaded.scenario, evaluator, workers);
    process.stdout.write(flags.json ? `${JSON.stringify(estimate)}\n` : formatEstimate(loaded.scenario, estimate));
    return;
  }
  const [{ runScenario }, { createProgressLine, generations }, { formatSummary }] = await Promise.all([
    import('../run/run.js'),
    import('./progress.js'),
    import('./format-summary.js'),
  ]);
  const progress = createProgressLine(flags.quiet === true, generations);
  await conduct(prepared, flags, progress, 'generation', runScenario, formatSummary);
}
