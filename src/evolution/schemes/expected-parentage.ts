import type { SelectionSpec } from '../../scenario/scenario.js';
import { boltzmann } from './boltzmann.js';
import { none } from './none.js';
import { proportional } from './proportional.js';
import { rank } from './rank.js';
import { type TieClasses, tieClasses } from './tie-classes.js';
import { tournament } from './tournament.js';
import { truncation } from './truncation.js';

/** The probability, for a member of each class, that it is the parent of a child: non-decreasing over classes. */
type Scheme<Name extends SelectionSpec['scheme']> = (
  classes: TieClasses,
  spec: Extract<SelectionSpec, { scheme: Name }>,
) => readonly number[];

const schemes: { readonly [Name in SelectionSpec['scheme']]: Scheme<Name> } = {
  tournament,
  truncation,
  rank,
  boltzmann,
  proportional,
  none,
};

/**
 * Expected parentage p of each individual of one island: the probability that it is the parent in one parent draw.
 *
 * `Float64Array [individual]`, in closed form, Σ p = 1 to 1e-12; never lower for a fitter individual, exactly equal for
 * equal fitness, exactly 1/N where all are equal; a relabelling of individuals permutes it.
 */
export function expectedParentage(fitness: Float64Array, selection: SelectionSpec): Float64Array {
  const classes = tieClasses(fitness);
  // Equal fitness leaves a scheme nothing to choose by, and 1/N as such makes the bits of this generation exactly 0.
  const shares =
    classes.count.length === 1
      ? none(classes)
      : (schemes[selection.scheme] as Scheme<SelectionSpec['scheme']>)(classes, selection as never);
  const parentage = new Float64Array(fitness.length);
  for (let i = 0; i < parentage.length; i++) parentage[i] = shares[classes.classOf[i]!]!;
  return parentage;
}
