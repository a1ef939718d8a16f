import { z } from 'zod';
import { integer, object } from '../../scenario/schema/leaves.js';
import { axisName } from './axis-schema.js';
import { MOST_AXES, MOST_POINTS } from './limits.js';
import { MOST_DIMENSIONS } from './sobol.js';

/** Points drawn over several axes at once. */
export interface RawSample {
  readonly axes: readonly string[];
  readonly points: number;
}

/** How axes are combined: an axis by its name, or designs in one another. */
export type RawDesign =
  | string
  | { readonly product: readonly RawDesign[] }
  | { readonly zip: readonly RawDesign[] }
  | { readonly latin: RawSample }
  | { readonly sobol: RawSample };

const NESTED = 'a list of axes or designs';
const parts = () => z.array(designSchema, { error: NESTED }).min(1, { error: NESTED });

const sample = (most: number) => {
  const error = `a list of 1 to ${most} axes`;
  return object({
    axes: z.array(axisName(), { error }).min(1, { error }).max(most, { error }).describe('axes, one dimension each'),
    points: integer(1, MOST_POINTS).describe('number of points'),
  });
};

export const designSchema: z.ZodType<RawDesign> = z
  .lazy(() =>
    z.union(
      [
        axisName(),
        object({ product: parts().describe('all combinations; the first part changes slowest') }),
        object({ zip: parts().describe('the first of each with the first of the others, and so on: equal lengths') }),
        object({ latin: sample(MOST_AXES).describe('a Latin hypercube: each axis in as many strata as points') }),
        object({ sobol: sample(MOST_DIMENSIONS).describe("Sobol' points, digitally shifted by the seed") }),
      ],
      {
        error:
          'the name of an axis, or one of {product: […]}, {zip: […]}, {latin: {axes, points}}, {sobol: {axes, points}}',
      },
    ),
  )
  .meta({ id: 'design' });
