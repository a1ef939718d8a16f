import { createBreeder } from '../../evolution/breeding.js';
import { rulesAt } from '../../evolution/rules-at.js';
import { isExact } from '../../simulate/evaluators.js';
import { firstGenotype } from '../../system/genome.js';
import { createConstraint } from './constraint.js';
import type { ShardContext, ShardTask } from './context.js';
import { createCoupling } from './coupling.js';
import { createFootprint } from './footprint.js';
import { createExactFootprint } from './footprint-exact.js';
import { createMeasure } from './measure.js';
import { createExactMeasure } from './measure-exact.js';
import { createSurvey } from './survey.js';
import { createExactSurvey } from './survey-exact.js';

export type ShardRunner = (task: ShardTask) => void;

/** Builds once, on first use: a run without rows never pays for the survey's evaluator. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The one place where breeding and evaluation meet, run by every worker and, with `--workers 0`, inline. */
export function createShardRunner(context: ShardContext): ShardRunner {
  const { arena, system, key } = context;
  const { locusCount } = system.genome;
  const exact = isExact(context.evaluator);
  const measure = lazily(() => (exact ? createExactMeasure(context) : createMeasure(context)));
  const survey = lazily(() => (exact ? createExactSurvey(context) : createSurvey(context)));
  const footprint = lazily(() => (exact ? createExactFootprint(context) : createFootprint(context)));
  const constraint = lazily(() => createConstraint(context));
  const coupling = lazily(() => createCoupling(context));
  const places = (buffer: 0 | 1, individual: number): Uint32Array =>
    arena.loci[buffer].subarray(individual * locusCount, (individual + 1) * locusCount);

  return ({ kind, generation, buffer, first, count }) => {
    if (kind === 'survey') return survey()(buffer, first, count);
    if (kind === 'footprint') return footprint()(buffer, first, count);
    if (kind === 'constraint') return constraint()(generation, buffer, first, count);
    if (kind === 'halves') return coupling().population(generation, buffer, first, count);
    if (kind === 'prior') return coupling().prior(first, count);
    const last = first + count;
    if (kind === 'draw') {
      for (let i = first; i < last; i++) firstGenotype(places(buffer, i), system.genome, key, i);
    } else {
      // Children follow the rules of their parents' generation.
      const { variation } = rulesAt(context.schedule, generation - 1);
      const breed = createBreeder(system.genome, variation, key);
      const parents = arena.loci[buffer === 0 ? 1 : 0];
      for (let i = first; i < last; i++) {
        breed(parents, arena.first[i]!, arena.second[i]!, generation, i, places(buffer, i), arena.payload);
      }
    }
    return measure()(buffer, first, count);
  };
}
