import { finiteOrNull } from '../../base/table.js';
import { type Earned, earnedBits } from '../../pressure/held/earned.js';
import { whyEarnedIsNotDefined } from '../../pressure/held/not-defined.js';
import { FITNESS } from '../../scenario/fitness.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { Scenario } from '../../scenario/scenario.js';
import { scoreName } from '../kept-scores.js';
import { excessOf } from './excess.js';
import { type FinishedRun, findFinishedRun } from './finished-run.js';
import { checkInequalities } from './inequalities.js';
import type { Comparison, ComparisonRow, Figure } from './records.js';
import type { PressureSummary } from './summary.js';

type Curve = Pick<PressureSummary, 'on' | 'context' | 'curve' | 'followed' | 'predictions' | 'needed' | 'direction'>;

const without = (reason: string): Figure => ({ bits: null, reason });
const figure = (bits: number, standardError: number | null, remark: string | null = null): Figure => ({
  ...{ bits, standardError: finiteOrNull(standardError), atLeast: false, remark },
});

/** Compares a curve with the finished run in the same run directory, if there is one. */
export async function compareWithRun(
  scenario: Scenario,
  curve: Curve,
  directory: string,
  hash: string,
): Promise<Comparison> {
  const run = findFinishedRun(directory, hash, String(scenario.seed));
  const subject = subjectOf(scenario);
  const row =
    typeof run === 'string'
      ? rowWithoutRun(subject.name, curve, `${run}: scarce run makes one, with the same file, --set, --seed and --out`)
      : await rowWithRun(scenario, subject, curve, run);
  return {
    run: typeof run === 'string' ? null : run.digest,
    missing: typeof run === 'string' ? run : null,
    row,
    others: subject.others.map((channel) => ({ channel, how: `--set pressure.on=${channel}` })),
    checks: checkInequalities(row, typeof run === 'string' ? null : run.summary),
    excess: typeof run === 'string' ? [] : excessOf(curve, run.summary),
  };
}

/** Whether a stored comparison is still the one that would be made now. */
export function isUpToDate({ run, missing }: Comparison, directory: string, hash: string, seed: string): boolean {
  const found = findFinishedRun(directory, hash, seed);
  return typeof found === 'string' ? run === null && missing === found : run === found.digest;
}

/** What the curve's score is to be called, and where a run's table of scores has it. */
interface Subject {
  readonly name: string;
  /** The rewarded channel that it is; null for a fitness of several. */
  readonly channel: string | null;
  /** The one context that it is of; null for all of several. */
  readonly context: string | null;
  readonly scores: string;
  /** A value in the table of scores over a threshold of the curve. */
  readonly scale: number;
  readonly others: readonly string[];
}

function subjectOf(scenario: Scenario): Subject {
  const rewarded = Object.keys(scenario.channels).filter((name) => scenario.channels[name]!.reward !== null);
  const { channel: on, context: asked } = pressureOf(scenario).on ?? { channel: null, context: null };
  const contexts = Object.keys(scenario.contexts);
  const isOneOfSeveral = asked !== null && contexts.length > 1;
  const only = rewarded.length === 1 ? rewarded[0]! : null;
  const channel = on ?? only;
  // Where one channel is all of fitness, fitness is what there is of it, times its reward.
  const isFitness = on === null || (only !== null && !isOneOfSeveral);
  return {
    name: `${channel ?? FITNESS}${isOneOfSeveral ? ` in ${asked}` : ''}`,
    channel,
    context: contexts.length === 1 ? contexts[0]! : asked,
    scores: isFitness ? FITNESS : isOneOfSeveral ? scoreName(on, asked) : on,
    scale: isFitness && on !== null ? scenario.channels[only!]!.reward! : 1,
    others: rewarded.filter((name) => name !== channel),
  };
}

function neededFigure({ needed, direction }: Curve): Figure {
  const { bits, standardError, status, threshold, trusted } = needed;
  const remarks = [
    ...(status === 'stuck' ? [`stuck at score ${threshold.toFixed(4)}`] : []),
    ...(direction === 'close' ? ['of closing'] : []),
    ...(trusted ? [] : ['not trusted: luck with the samples may have a part in it']),
  ];
  return { bits, standardError, atLeast: status === 'stuck', remark: remarks.length === 0 ? null : remarks.join('; ') };
}

function rowWithoutRun(channel: string, curve: Curve, reason: string): ComparisonRow {
  const none = without(reason);
  return {
    ...{ channel, needed: neededFigure(curve), earned: none, held: none },
    ...{ descentAtOpening: none, descentAtEnd: none, spent: none },
    ...{ event: null, efficiency: null, earnedPerSpent: null },
  };
}

async function rowWithRun(
  scenario: Scenario,
  subject: Subject,
  curve: Curve,
  run: FinishedRun,
): Promise<ComparisonRow> {
  const { bitsSpent, bitsDescent } = run.summary;
  const notHeld = whyEarnedIsNotDefined(scenario);
  const earned = await findEarned(subject, curve, run, notHeld);
  const bits = typeof earned === 'string' ? null : earned.bits.value;
  return {
    channel: subject.name,
    needed: neededFigure(curve),
    earned:
      typeof earned === 'string'
        ? without(earned)
        : figure(earned.bits.value, earned.bits.standardError, earned.remark),
    held: heldFigure(run),
    descentAtOpening: openingFigure(subject, run),
    descentAtEnd: figure(bitsDescent.mean, bitsDescent.standardError),
    spent: figure(bitsSpent.mean, bitsSpent.standardError),
    event:
      typeof earned === 'string'
        ? null
        : { threshold: earned.threshold / subject.scale, share: earned.share, neededBits: earned.neededBits },
    efficiency: ratio(bits, bitsDescent.mean),
    earnedPerSpent: ratio(bits, bitsSpent.mean),
  };
}

const ratio = (bits: number | null, of: number): number | null => (bits === null || of === 0 ? null : bits / of);

async function findEarned(
  { scores, scale }: Subject,
  { curve, direction }: Curve,
  run: FinishedRun,
  notHeld: string | null,
): Promise<Earned | string> {
  if (notHeld !== null) return notHeld;
  if (direction === 'close') return 'the curve is of closing, and selection opens';
  const islands = await run.scores(scores);
  const priced = curve
    .filter(({ trusted, bitsError }) => trusted && bitsError !== null)
    .map(({ threshold, bits, bitsError }) => ({ threshold: threshold * scale, bits, standardError: bitsError! }));
  return earnedBits(islands, priced);
}

function heldFigure({ summary: { held } }: FinishedRun): Figure {
  return 'reason' in held ? without(held.reason) : figure(held.bits, held.standardError);
}

function openingFigure({ channel, context }: Subject, { summary }: FinishedRun): Figure {
  if (channel === null) return without('opening is of a channel, and fitness is of several');
  if (context === null) return without('opening is of a channel in one context, and the score is of several');
  const here = summary.channels.find((found) => found.channel === channel && found.context === context);
  const opening = here?.opening ?? null;
  if (opening === null) return without('it was not stronger at the end than at the start');
  return figure(
    opening.bitsDescent.mean,
    opening.bitsDescent.standardError,
    `half of its final strength, generation ${opening.generation}`,
  );
}
