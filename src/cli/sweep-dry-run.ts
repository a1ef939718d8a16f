import { drawBlueprint } from '../run/engine.js';
import { openEvaluation, updatesOf } from '../run/evaluation.js';
import { usualEvaluator } from '../run/usual-evaluator.js';
import { checkPoints, resolvePoint } from '../sweep/design/check-points.js';
import { dryRun } from '../sweep/estimate/dry-run.js';
import { finishedPoints } from '../sweep/finished.js';
import { formatDryRun } from './format-dry-run.js';
import { withCommands } from './point-commands.js';
import type { SweepFlags } from './sweep-mode.js';
import type { SweepSource } from './sweep-source.js';
import { elapsedIn } from './sweep-status.js';

/** How long points are checked: all of a small sweep, a few hundred of a large one, whose rest is checked when it begins. */
const CHECK_MS = 400;

/** How long points are tried: less where the start took long, so that the answer comes in time on a busy machine too. */
const TRY_MS = 1500;
const LEAST_TRY_MS = 400;
const ANSWER_MS = 2400;

/** Says what a sweep would do and take. */
export async function showDryRun({ sweep, directory }: SweepSource, flags: SweepFlags): Promise<void> {
  const checked = checkPoints(sweep, { budgetMs: CHECK_MS });
  const { scenario } = resolvePoint(sweep, sweep.points[0]!);
  const evaluator = sweep.evaluator ?? usualEvaluator(scenario).name;
  const evaluation = await openEvaluation(evaluator, () => updatesOf(drawBlueprint(scenario)));
  try {
    const run = dryRun({
      ...{ sweep, directory, checked, evaluation },
      // The clock begins with the process.
      budgetMs: Math.max(LEAST_TRY_MS, Math.min(TRY_MS, ANSWER_MS - performance.now())),
      finished: finishedPoints(directory),
      elapsedOf: elapsedIn(directory),
      resolve: (point) => resolvePoint(sweep, point).scenario,
    });
    const first = run.first.map((point) => withCommands(sweep, point, sweep.base.file));
    process.stdout.write(flags.json ? `${JSON.stringify({ ...run, first })}\n` : formatDryRun(run));
  } finally {
    await evaluation.close();
  }
}
