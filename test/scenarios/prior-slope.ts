import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootKey } from '../../src/base/streams.js';
import { eachItsOwn } from '../../src/coupling/derivative/block-sums.js';
import { couplingDerivative } from '../../src/coupling/derivative/derivative.js';
import type { SlopeEstimate } from '../../src/coupling/derivative/ratio.js';
import { createSampledMeasure } from '../../src/run/pressure/sampled-measure.js';
import { loadScenario } from '../../src/scenario/load.js';
import { buildSystem } from '../../src/system/build-system.js';
import { drawGenotype } from '../../src/system/genome.js';
import type { System } from '../../src/system/system.js';

/** The system of a shipped scenario, by the name of its file. */
export function shippedSystem(name: string): System {
  const file = join('scenarios', `${name}.yaml`);
  const { scenario } = loadScenario({ text: readFileSync(file, 'utf8'), file });
  return buildSystem(scenario, rootKey(scenario.seed));
}

/** κ(unintended ← intended) of a system with one context over some genotypes of the prior, each half on samples of its own. */
export function priorSlope(
  system: System,
  unintended: string,
  intended: string,
  count: number,
  samples: number,
): SlopeEstimate {
  const { locusCount } = system.genome;
  const genotypes = new Uint32Array(count * locusCount);
  const key = rootKey('a sample of the prior');
  for (let i = 0; i < count; i++) {
    drawGenotype(genotypes.subarray(i * locusCount, (i + 1) * locusCount), system.genome, key, i);
  }
  const measure = createSampledMeasure(system, samples, { evaluator: 'wasm' }, null);
  const width = 1 + 2 * system.channels.length;
  const half = (seed: string) => {
    const observed = new Float64Array(count * width);
    measure.prepare(rootKey(seed));
    measure.observe(genotypes, count, observed);
    return (channel: string): Float64Array => {
      const at = 1 + system.channels.findIndex(({ name }) => name === channel);
      return Float64Array.from({ length: count }, (_, i) => observed[i * width + at]!);
    };
  };
  const [first, second] = [half('first'), half('second')];
  const halves = (channel: string) => ({ first: first(channel), second: second(channel) });
  const sampling = { kind: 'sample', blocks: eachItsOwn(count) } as const;
  return couplingDerivative(halves(unintended), halves(intended), sampling, { unintended: 1, intended: 1 }).forward;
}
