import { binaryDivergence, leastHeldFor } from '../../pressure/held/binary-divergence.js';
import type { Summary } from '../results/summary.js';
import type { Check, ComparisonRow, Figure } from './records.js';

/** Expectations are compared with estimates: a breach is what three standard errors of the difference do not explain. */
const ERRORS = 3;

/** Rounding of figures that are equal by arithmetic. */
const ROUNDING = 1e-9;

/**
 * Every inequality between the figures of a row, checked where it applies and named with the reason where it does not.
 *
 * @param summary of the run; null where there is none
 */
export function checkInequalities(row: ComparisonRow, summary: Summary | null): Check[] {
  const { earned, held, needed, spent, descentAtEnd, event } = row;
  return [
    compared('earned ≤ expected bits spent', earned, spent),
    compared('held ≤ expected bits spent', held, spent),
    leastHeld(row),
    {
      ...{ claim: 'earned ≤ held', outcome: 'does not apply' },
      ...{ left: earned.bits, right: held.bits },
      reason: 'the map of classes is only a lower bound of what is held',
    },
    {
      ...{ claim: 'needed ≤ held', outcome: 'does not apply' },
      ...{ left: needed.bits, right: held.bits },
      reason:
        event?.share === 1
          ? 'the map of classes is only a lower bound of what is held; see q·needed − h(q) ≤ d(q‖π)'
          : 'needed bounds what is held only where every individual reaches the threshold',
    },
    {
      ...{ claim: 'held ≤ bits along the line of descent', outcome: 'does not apply' },
      ...{ left: held.bits, right: descentAtEnd.bits },
      reason: 'it holds in the limit of a large population; at a finite one the line of descent is an estimate',
    },
    channelOrder(summary),
  ];
}

function compared(claim: string, left: Figure, right: Figure): Check {
  const figures = { left: left.bits, right: right.bits };
  if (left.bits === null) return { claim, outcome: 'does not apply', ...figures, reason: left.reason };
  if (right.bits === null) return { claim, outcome: 'does not apply', ...figures, reason: right.reason };
  const error = Math.hypot(left.standardError ?? 0, right.standardError ?? 0);
  const holds = left.bits - right.bits <= ERRORS * error + ROUNDING;
  return {
    ...{ claim, outcome: holds ? 'holds' : 'breached', ...figures },
    reason: `the standard error of the difference is ${error.toPrecision(2)} bits; a breach is more than ${ERRORS} of them`,
  };
}

/** Of one event E: q·needed − h(q) ≤ d(q‖π), q the share of individuals in E; an identity up to (1 − q) log2(1/(1 − π)). */
function leastHeld({ event, earned }: ComparisonRow): Check {
  const claim = 'q·needed − h(q) ≤ d(q‖π), of one event';
  if (event === null || earned.bits === null) {
    const reason = earned.bits === null ? earned.reason : 'nothing was earned';
    return { claim, outcome: 'does not apply', left: null, right: earned.bits, reason };
  }
  const left = leastHeldFor(event.share, event.neededBits);
  const right = binaryDivergence(event.share, event.neededBits);
  return {
    ...{ claim, outcome: left <= right + ROUNDING ? 'holds' : 'breached', left, right },
    reason: `score ≥ ${event.threshold.toFixed(4)}, reached by a share of ${event.share.toFixed(4)} of the individuals, who earn d(q‖π)`,
  };
}

/** Checked by the run at every step on every island; here the sums over all steps, means over islands. */
function channelOrder(summary: Summary | null): Check {
  const claim = 'largest bits of a channel ≤ joint bits ≤ bits spent';
  if (summary === null) return { claim, outcome: 'does not apply', left: null, right: null, reason: 'there is no run' };
  const { channels, bitsJoint, bitsSpent, breaches } = summary;
  const largest = channels.reduce((most, { selection }) => Math.max(most, Math.abs(selection.bits.mean)), 0);
  const rounding = ROUNDING * Math.max(1, bitsSpent.mean);
  const inOrder = largest <= bitsJoint.mean + rounding && bitsJoint.mean <= bitsSpent.mean + rounding;
  return {
    ...{ claim, outcome: inOrder && breaches.order === 0 ? 'holds' : 'breached' },
    ...{ left: largest, right: bitsSpent.mean },
    reason: `${bitsJoint.mean.toFixed(2)} bits jointly; in order at every step of every island${breaches.order === 0 ? '' : ` but ${breaches.order}`}`,
  };
}
