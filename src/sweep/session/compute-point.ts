import { InvariantError } from '../../base/errors.js';
import type { Evaluation } from '../../run/evaluation.js';
import type { JobOptions } from '../../run/options.js';
import { runPressure } from '../../run/pressure/pressure.js';
import { runScenario } from '../../run/run.js';
import { usualEvaluator } from '../../run/usual-evaluator.js';
import { bundleRun } from '../../store/bundle/bundle-run.js';
import { publishBundle } from '../../store/bundle/write-bundle.js';
import { holds, type Lease } from '../claim/lease.js';
import { resolvePoint } from '../design/check-points.js';
import type { Point, PointCommand, Sweep } from '../design/records.js';
import { layout } from '../layout.js';
import { type Board, isToStop, writeProgress } from './board.js';
import { faultOf, type RunFault } from './fault.js';
import { removeWorkDirectories, takeWorkDirectory } from './work-directory.js';

/** What is the same for all runs of a session. */
export interface ComputeContext {
  readonly base: Sweep['base'];
  readonly commands: Sweep['commands'];
  readonly evaluator: Sweep['evaluator'];
  readonly checkpoint: Sweep['checkpoint'];
  readonly packageVersion: string;
  /** Runs at once in this process, which share its memory. */
  readonly sharing: number;
}

export interface PointTask {
  readonly point: Point;
  readonly lease: Lease;
  readonly board: Board;
}

/** What became of a run, and what is to be said of it. */
export type PointAnswer = {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
} & (
  | { readonly kind: 'finished'; readonly elapsedMs: number; readonly isFirst: boolean }
  | { readonly kind: 'stopped' | 'lost' }
  | { readonly kind: 'failed'; readonly command: PointCommand; readonly fault: RunFault }
);

/**
 * Computes a point of which this process holds the lease, from where an earlier holder left it, and publishes it.
 *
 * Whatever happens to the lease meanwhile, a result is published whole and once: the first one stands, and any other is
 * the same.
 *
 * @param evaluation open for all runs of this thread; where none is, each has its own
 */
export async function computePoint(
  context: ComputeContext,
  { point, lease, board }: PointTask,
  evaluation?: Evaluation | undefined,
): Promise<PointAnswer> {
  const { directory, record } = lease;
  const notes: string[] = [];
  const warnings: string[] = [];
  const told = { notes, warnings };
  let command = context.commands[0]!;
  const started = performance.now();
  try {
    const given = optionsOf(context, point);
    const { folder, isBegun } = takeWorkDirectory(directory, point.id, record.token);
    const options: JobOptions = {
      ...given,
      ...{ out: folder, resume: isBegun, evaluation },
      interrupted: {
        get aborted() {
          return isToStop(board);
        },
      },
      onNote: (text) => notes.push(text),
      onWarning: (text) => warnings.push(text),
    };
    let runDirectory: string | null = null;
    for (command of context.commands) {
      const outcome = await compute(command, options, board);
      if (outcome.status === 'stopped') return holds(lease) ? { kind: 'stopped', ...told } : giveUp(lease, told);
      runDirectory = outcome.directory;
    }
    if (runDirectory === null) throw new InvariantError(`${point.id}: a point without commands`);
    const bundle = bundleRun(runDirectory, point.id);
    if (!holds(lease)) return giveUp(lease, told);
    const isFirst = publishBundle(bundle, layout.done(directory, point.id));
    try {
      removeWorkDirectories(directory, point.id);
    } catch (error) {
      // The result is in place: what fails here takes nothing from it, and whoever tidies up tries again.
      warnings.push(`it is finished, but its folder cannot be removed: ${messageOf(error)}`);
    }
    return { kind: 'finished', elapsedMs: performance.now() - started, isFirst, ...told };
  } catch (error) {
    // Whoever took the run over took its folder too: what fails here then is of no account.
    if (isLost(lease)) return giveUp(lease, told);
    return { kind: 'failed', command, fault: faultOf(error, evaluation?.device !== undefined), ...told };
  }
}

function optionsOf(
  { base, evaluator, checkpoint, packageVersion, sharing }: ComputeContext,
  point: Point,
): Omit<JobOptions, 'out' | 'resume'> {
  const { scenario, hash } = resolvePoint({ base }, point);
  return {
    ...{ scenario, hash, text: base.text, packageVersion, sharing },
    evaluator: evaluator ?? usualEvaluator(scenario).name,
    checkpointSeconds: checkpoint,
    // A run has a thread to itself, which does all of its work.
    workers: 0,
    form: 'folded',
  };
}

async function compute(
  command: PointCommand,
  options: JobOptions,
  board: Board,
): Promise<{ readonly status: 'done' | 'stopped'; readonly directory: string }> {
  const started = performance.now();
  let from: number | undefined;
  const tell = (done: number, total: number): void => {
    // Told after the first step.
    from ??= Math.max(0, done - 1);
    writeProgress(board, { command, done, total, from, elapsedMs: Math.round(performance.now() - started) });
  };
  if (command === 'run') {
    return runScenario({ ...options, onProgress: ({ generation, generations }) => tell(generation, generations) });
  }
  // Nobody knows how many levels there will be: the share of the way says how many there may be.
  return runPressure({
    ...options,
    onProgress: ({ levels, share }) => tell(levels, share > 0 ? Math.round(levels / share) : 0),
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function isLost(lease: Lease): boolean {
  try {
    return !holds(lease);
  } catch {
    // Where not even that can be read, the failure itself is what must be told.
    return false;
  }
}

/** What was taken over is another's now; what was written since under one's own name is removed. */
function giveUp({ directory, record }: Lease, told: Pick<PointAnswer, 'notes' | 'warnings'>): PointAnswer {
  try {
    removeWorkDirectories(directory, record.id, record.token);
  } catch {
    // Whoever finishes the run removes it.
  }
  return { kind: 'lost', ...told };
}
