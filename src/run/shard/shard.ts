import { createBreeder } from '../../evolution/breeding.js';
import { rulesAt } from '../../evolution/rules-at.js';
import { isExact } from '../../simulate/evaluators.js';
import { firstGenotype, genotypeWords } from '../../system/genome.js';
import { createConstraint } from './constraint.js';
import { createAnalogConstraint } from './constraint-analog.js';
import type { ShardContext, ShardTask } from './context.js';
import { createCoupling } from './coupling.js';
import { createFootprint } from './footprint.js';
import { createAnalogFootprint } from './footprint-analog.js';
import { createExactFootprint } from './footprint-exact.js';
import { createMeasure } from './measure.js';
import { createAnalogMeasure } from './measure-analog.js';
import { createExactMeasure } from './measure-exact.js';
import { createSurvey } from './survey.js';
import { createAnalogSurvey } from './survey-analog.js';
import { createExactSurvey } from './survey-exact.js';

export type ShardRunner = (task: ShardTask) => void;

/** Builds once, on first use: a run without rows never pays for the survey's evaluator. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** What individuals are measured by, made on first use. */
function shards(
  context: ShardContext,
  measure: (context: ShardContext) => ReturnType<typeof createMeasure>,
  survey: (context: ShardContext) => ReturnType<typeof createSurvey>,
  footprint: (context: ShardContext) => ReturnType<typeof createFootprint>,
  constraint: (context: ShardContext) => ReturnType<typeof createConstraint>,
) {
  return {
    measure: lazily(() => measure(context)),
    survey: lazily(() => survey(context)),
    footprint: lazily(() => footprint(context)),
    constraint: lazily(() => constraint(context)),
  };
}

const makers = {
  counted: (context: ShardContext) => shards(context, createMeasure, createSurvey, createFootprint, createConstraint),
  exact: (context: ShardContext) =>
    shards(context, createExactMeasure, createExactSurvey, createExactFootprint, createConstraint),
  analog: (context: ShardContext) =>
    shards(context, createAnalogMeasure, createAnalogSurvey, createAnalogFootprint, createAnalogConstraint),
};

/** The one place where breeding and evaluation meet, run by every worker and, with `--workers 0`, inline. */
export function createShardRunner(context: ShardContext): ShardRunner {
  const { arena, system, key } = context;
  const words = genotypeWords(system.genome);
  const kind = system.units.kind === 'analog' ? 'analog' : isExact(context.evaluator) ? 'exact' : 'counted';
  const { measure, survey, footprint, constraint } = makers[kind](context);
  const coupling = lazily(() => createCoupling(context));
  const places = (buffer: 0 | 1, individual: number): Uint32Array =>
    arena.loci[buffer].subarray(individual * words, (individual + 1) * words);

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
