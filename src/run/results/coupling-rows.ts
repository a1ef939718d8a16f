import { appendRow, type Table } from '../../base/table.js';
import type { LocalSlopes } from '../../coupling/derivative/mutational.js';
import { type Derivative, type Estimator, ofMutants, ofPopulation, ofPrior } from '../coupling/estimators.js';
import { drawPriorSample } from '../coupling/prior-sample.js';
import type { Engine } from '../engine.js';

/** Where a coupling derivative is taken, as the table names it; in the order of its rows. */
const PLACES = ['mutational', 'population', 'prior'] as const;
export type CouplingPlace = (typeof PLACES)[number];

interface Tables {
  readonly coupling: Table;
  readonly slopes: Table;
}

/**
 * Measures what coupling derivatives need of a generation, which `loci` is, and appends their rows: at generation 0 those
 * of the sample of π too. Nothing where no channel is intended or none is not.
 */
export async function appendCoupling(
  tables: Tables,
  engine: Engine,
  generation: number,
  loci: Uint32Array,
): Promise<void> {
  const { islands, coupling } = engine.arena.shape;
  if (coupling.pairs.length === 0) return;
  const { channels, contexts } = engine.blueprint.system;
  await engine.halve(generation, loci);
  const estimators: Partial<Record<CouplingPlace, Estimator>> = { population: ofPopulation(engine) };
  if (generation === 0) {
    const sample = await drawPriorSample(engine);
    Object.assign(estimators, { prior: ofPrior(engine, sample), mutational: ofMutants(engine, sample) });
  }
  for (const island of [...Array.from({ length: islands }, (_, index) => index), null]) {
    for (const pair of coupling.pairs) {
      const names = {
        ...{ generation, island, context: contexts[pair.context]!.name },
        ...{ intended: channels[pair.intended]!.name, unintended: channels[pair.unintended]!.name },
      };
      for (const place of PLACES) {
        const found = estimators[place]?.(pair, island);
        if (found === undefined) continue;
        appendRow(tables.coupling, { ...names, place, ...derivativeCells(found) });
        if (found.local !== undefined) appendRow(tables.slopes, { ...names, ...slopeCells(found.local) });
      }
    }
  }
}

function derivativeCells({ forward, reverse }: Derivative) {
  const [there, back] = [forward.slope, reverse.slope];
  return {
    ...{ kappa: there?.value ?? null, standard_error: there?.standardError ?? null },
    ...{ reverse: back?.value ?? null, effective: forward.effective, defined: forward.defined ? 1 : 0 },
    ...{ reverse_error: back?.standardError ?? null },
    ...{ degrees: there?.degreesOfFreedom ?? null, reverse_degrees: back?.degreesOfFreedom ?? null },
    ...{ reason: forward.reason, reverse_reason: reverse.reason },
  };
}

function slopeCells({ genotypes, defined, negative, quantiles }: LocalSlopes) {
  const at = (index: number): number | null => quantiles?.[index] ?? null;
  return {
    ...{ genotypes, with_slope: defined, negative },
    ...{ q05: at(0), q25: at(1), q50: at(2), q75: at(3), q95: at(4) },
  };
}
