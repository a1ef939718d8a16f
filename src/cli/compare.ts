import { basename } from 'node:path';
import type { Command } from 'commander';
import type { JobOptions } from '../run/options.js';
import type { PredictionRow } from '../run/pressure/prediction-rows.js';
import { ExitStatus } from './exit.js';
import { documentWith } from './marked-document.js';
import { jobFlags, type Prepared, prepare, type ScenarioFlags } from './scenario-command.js';
import { onStopSignal } from './stop-signals.js';

type Flags = ScenarioFlags & { readonly into?: string };

export function registerCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('lay the predictions of pressure curves beside the outcomes of runs, over many scenarios, as a table')
    .argument('<FILES...>', 'scenario files (YAML); what is not there yet is computed, what was stopped goes on');
  jobFlags(command)
    .option('--into <file>', 'a Markdown file that has the table between two marks: it is replaced there')
    .action(compareCommand);
}

/** The table goes to stdout, and into a document where that is asked for; what is at work is said on stderr. */
async function compareCommand(files: readonly string[], flags: Flags): Promise<void> {
  const [{ runPressure }, { runScenario }, { predictionRows }, { formatPredictionRows }, { packageVersion }] =
    await Promise.all([
      import('../run/pressure/pressure.js'),
      import('../run/run.js'),
      import('../run/pressure/prediction-rows.js'),
      import('./format-prediction-rows.js'),
      import('./version.js'),
    ]);
  // Before anything is computed.
  if (flags.into !== undefined) documentWith(flags.into, 'compare', '');
  const say = (text: string): void => {
    if (flags.quiet !== true) process.stderr.write(`${text}\n`);
  };
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  const stopListening = onStopSignal(interrupt);
  const rows: PredictionRow[] = [];
  // Every file is read before anything is computed.
  const all: { readonly file: string; readonly prepared: Prepared }[] = [];
  for (const file of files) all.push({ file, prepared: await prepare(file, flags) });
  for (const { file, prepared } of all) {
    const { loaded, workers, evaluator } = prepared;
    const options: JobOptions = {
      ...{ ...loaded, out: flags.out, workers, evaluator, resume: true, packageVersion: packageVersion() },
      interrupted: interruption.signal,
      onWarning: (text) => process.stderr.write(`${loaded.scenario.name}: ${text}\n`),
    };
    say(`${loaded.scenario.name}: pressure curve`);
    const curve = await runPressure(options);
    if (curve.status === 'done') say(`${loaded.scenario.name}: run`);
    const run = curve.status === 'done' ? await runScenario(options) : null;
    if (run === null || run.status === 'stopped') {
      process.exitCode = ExitStatus.stopped;
      return say('stopped with a checkpoint: the same command goes on');
    }
    if (curve.certificate!.reason !== null)
      say(`${loaded.scenario.name}: no predictions: ${curve.certificate!.reason}`);
    // By the file, so that a null is found beside what it is the null of.
    rows.push(...predictionRows(basename(file).replace(/\.ya?ml$/, ''), loaded.scenario, curve, run));
  }
  stopListening();
  const table = formatPredictionRows(rows);
  if (flags.into !== undefined) {
    const { writeFileAtomically } = await import('../store/atomic-file.js');
    writeFileAtomically(flags.into, documentWith(flags.into, 'compare', table));
  }
  process.stdout.write(flags.json ? `${JSON.stringify({ status: 'done', rows })}\n` : table);
}
