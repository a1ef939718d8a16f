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
    const estimate = await estimateRun(loaded.scenario, evaluator, workers);
    process.stdout.write(flags.json ? `${JSON.stringify(estimate)}\n` : formatEstimate(loaded.scenario, estimate));
    return;
  }
  const [{ runScenario }, { excessBeside }, { createProgressLine, generations }, { formatSummary }] = await Promise.all(
    [
      import('../run/run.js'),
      import('../run/pressure/excess-beside.js'),
      import('./progress.js'),
      import('./format-summary.js'),
    ],
  );
  const progress = createProgressLine(flags.quiet === true, generations);
  // What was predicted before the fact stands beside what came of it.
  const runAndCompare = async (options: Parameters<typeof runScenario>[0]) => {
    const outcome = await runScenario(options);
    return { ...outcome, excess: outcome.summary === null ? null : excessBeside(outcome) };
  };
  await conduct(prepared, flags, progress, 'generation', runAndCompare, (outcome) =>
    formatSummary(outcome, outcome.excess ?? []),
  );
}
