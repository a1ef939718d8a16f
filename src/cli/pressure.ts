import type { Command } from 'commander';
import { conduct, prepare, type ScenarioFlags, scenarioCommand } from './scenario-command.js';

export function registerPressure(program: Command): void {
  scenarioCommand(program, {
    name: 'pressure',
    description: 'measure how many bits of selection each strength costs, by splitting; needs no run',
    start: 'the prior',
    unit: 'levels of all repeats together',
  })
    .addHelpText(
      'after',
      "\nThe scenario's key pressure says how (particles, repeats, how far, which channel); without it the defaults are used." +
        '\nThe curve is written into the folder pressure of the run directory, and compared with the run there if it is finished.',
    )
    .action(pressureCommand);
}

async function pressureCommand(file: string, flags: ScenarioFlags): Promise<void> {
  const prepared = await prepare(file, flags);
  const [{ runPressure }, { createProgressLine }, { levels }, { formatPressure }] = await Promise.all([
    import('../run/pressure/pressure.js'),
    import('./progress.js'),
    import('./progress-levels.js'),
    import('./format-pressure.js'),
  ]);
  const progress = createProgressLine(flags.quiet === true, levels);
  await conduct(prepared, flags, progress, 'level of each repeat at work', runPressure, formatPressure);
}
