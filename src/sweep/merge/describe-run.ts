import { double, emptyTable, finiteOrNull, integer, type Table, type TableSpec, text } from '../../base/table.js';
import type { Bundle, BundledPart } from '../../store/bundle/bundle.js';
import type { Json } from '../../store/json.js';

/** What every finished point came to. Nothing in it hangs on where or when it was computed. */
export const RUNS: TableSpec = {
  name: 'runs',
  meaning: 'What every finished point came to, one row each.',
  order: ['id'],
  columns: [
    text('id', 'Id of the point: it names its files.'),
    text('digest', "Digest over the run's tables; null where no run was asked for."),
    integer('generation', 'generations', 'The last one of the run.'),
    text('ended', 'Why the run ended, as in its summary.'),
    text('summary', 'Summary of the run, JSON, without times.'),
    text('pressure_digest', 'Digest over the tables of the pressure curve; null where none was asked for.'),
    text('pressure_summary', 'Summary of the pressure curve, JSON, without times.'),
    text('certificate', 'Certificate of the pressure curve, JSON.'),
  ],
};

/** What it took: the one table that differs between equal sweeps. */
export const COSTS: TableSpec = {
  name: 'costs',
  meaning: 'What computing took, one row for each command of a point.',
  order: ['id', 'command'],
  columns: [
    text('id', 'Id of the point.'),
    text('command', 'What was computed: run or pressure.'),
    double('elapsed_ms', 'ms', 'Time of computing, that before a stop included as far as it was not lost.'),
    text('host', 'Where; null where that is not known.'),
    integer('attempts', '1', 'Times that the point was begun anew until it was finished: 1 where none failed.'),
    integer('resumed', '1', 'Times that this command went on from a checkpoint.'),
    text('started', 'ISO 8601, by the clock of whoever began.'),
    text('ended', 'ISO 8601, by the clock of whoever ended it.'),
    text('evaluator', 'Who computed: evaluator and device.'),
  ],
};

/** A table of rows by column name; null for what is not given. */
function rowsOf(spec: TableSpec, ...rows: readonly Readonly<Record<string, string | number | null>>[]): Table {
  const table = emptyTable(spec);
  spec.columns.forEach(({ name }, c) => {
    for (const row of rows) table.columns[c]!.push(row[name] ?? null);
  });
  return table;
}

/** A run's rows of the tables that only a sweep has. */
export function describeRun(bundle: Bundle, attempts: number): Table[] {
  const run = bundle.parts.find(({ part }) => part === null);
  const curve = bundle.parts.find(({ part }) => part === 'pressure');
  const summary = run?.manifest.summary;
  const runs = rowsOf(RUNS, {
    id: bundle.id,
    digest: run?.manifest.digest ?? null,
    generation: finiteOrNull(fieldOf(summary, 'generation') as number),
    ended: (fieldOf(summary, 'ended') as string | undefined) ?? null,
    summary: timeless(summary),
    pressure_digest: curve?.manifest.digest ?? null,
    pressure_summary: timeless(bundle.files['pressure/summary.json']),
    certificate: timeless(bundle.files['pressure/certificate.json']),
  });
  const costs = rowsOf(
    COSTS,
    ...bundle.parts.map((of) => ({
      ...{ id: bundle.id, command: of.part ?? 'run', attempts },
      elapsed_ms: elapsedOf(bundle, of),
      host: hostOf(of),
      resumed: of.log.filter(({ event }) => event === 'resumed').length,
      started: of.manifest.start,
      ended: of.manifest.end,
      evaluator: `${of.manifest.evaluator.name} on ${of.manifest.evaluator.device}`,
    })),
  );
  return [runs, costs];
}

/** Milliseconds of computing, by `run` and the names of its parts. */
export function elapsedByCommand(bundle: Bundle): Record<string, number> {
  const elapsed: Record<string, number> = {};
  for (const of of bundle.parts) {
    const ms = elapsedOf(bundle, of);
    if (ms !== null) elapsed[of.part ?? 'run'] = ms;
  }
  return elapsed;
}

function elapsedOf({ files }: Bundle, { part, manifest }: BundledPart): number | null {
  const summary = manifest.summary ?? files[`${part}/summary.json`];
  return finiteOrNull(fieldOf(summary, 'elapsedMs') as number | undefined);
}

/** Of the process that finished it. */
function hostOf({ log }: BundledPart): string | null {
  const hosts = log.map(({ host }) => host).filter((host) => typeof host === 'string');
  return hosts.at(-1) ?? null;
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, Json>)[name] : undefined;
}

/** As JSON text, but for how long anything took; null for what is not there. */
function timeless(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value, (key, field) => (key === 'elapsedMs' ? undefined : field));
}
