import { InvariantError } from '../../../../base/errors.js';
import type { RolloutPlan } from '../../rollout-plan.js';
import type { Form, StateHome } from './form.js';
import type { DeviceLimits, FormRequest } from './form-request.js';
import { layOut } from './lay-out.js';
import { writtenSize } from './written-size.js';

/** Operations that are written out for a GPU, at most: NVIDIA's compiler takes about 3 s for so many (2 s for 4700). */
export const WRITTEN_FOR_GPU = 8000;

/** The same for Mesa's llvmpipe, whose compiler takes time with the square of it: 3 s for 100 steps of K = 3. */
export const WRITTEN_FOR_SOFTWARE = 160;

/** Values that are alive at once where code is written out, at most: a thread of a GPU has 255 registers. */
const MOST_LIVE = 200;

/** The form in which a batch of `genotypes` on planes of `words` words is computed. */
export function chooseForm(
  plan: RolloutPlan,
  limits: DeviceLimits,
  genotypes: number,
  words: number,
  request: FormRequest = {},
): Form {
  const home = request.state;
  const homes: readonly StateHome[] = home === undefined ? ['registers', 'workgroup', 'storage'] : [home];
  for (const state of homes) {
    if (state === 'registers' && home === undefined && !fitsRegisters(plan, limits)) continue;
    const form = layOut(plan, limits, state, genotypes, words, request);
    if (form !== null) return form;
  }
  throw new InvariantError(
    `no form of the kernel for ${plan.slots.count} slots: ${JSON.stringify({ request, limits })}`,
  );
}

function fitsRegisters(plan: RolloutPlan, { writtenOperations }: DeviceLimits): boolean {
  const { operations, live } = writtenSize(plan);
  return live <= MOST_LIVE && operations <= writtenOperations;
}
