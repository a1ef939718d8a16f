import { processorMs } from '../base/processor-clock.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Device } from '../simulate/device/owner.js';
import { isExact } from '../simulate/evaluators.js';
import { fillStimulus } from '../simulate/fill-stimulus.js';
import { allocateWords } from '../simulate/shared-memory.js';
import { contextStimuliWords, stimulusOver, stimulusWords } from '../simulate/stimulus.js';
import { drawGenotype, genotypeWords } from '../system/genome.js';
import { checkEvaluator } from './check-evaluator.js';
import { sampleSizes } from './coupling/plan.js';
import { createMeter } from './create-meter.js';
import { type Blueprint, drawBlueprint } from './engine.js';
import { bookkeepingSeconds } from './estimate-bookkeeping.js';
import { exactSeconds } from './estimate-exact.js';
import { type Evaluation, openEvaluation, updatesOf } from './evaluation.js';
import { genotypesPerMs } from './genotypes-per-ms.js';
import { fitsInMemory, neededBytes } from './memory.js';
import { checkReach } from './reach.js';
import { planConstraint } from './shard/constraint-plan.js';

/** What a run would take, found without running it. */
export interface Estimate {
  /** Units, and (unit, tick) pairs in the backward cone of what is read. */
  readonly units: number;
  readonly pairs: number;
  readonly ticks: number;
  readonly loci: number;
  readonly individuals: number;
  readonly samples: number;
  readonly generations: number;
  /** Generations that get rows in the tables. */
  readonly rows: number;
  /**
   * Rollouts of the whole population, for every context: one a generation, and for each row one more for every site of a
   * write port and two for the coupling derivative. Null under the exact evaluator, which rolls nothing out.
   */
  readonly rollouts: number | null;
  /** Genotypes that the constraint maps of champions take, at most: those of fitness 0 take none. */
  readonly mutants: number;
  /** Genotypes drawn from the prior and mutants of them, on all islands, for the coupling derivative. */
  readonly sampled: number;
  /** Unit updates, one sample each, of the whole run; null likewise. */
  readonly updates: number | null;
  /** Bytes of shared arrays and of what the workers compile for themselves. */
  readonly memoryBytes: number;
  /** Whether this machine has that memory; a run that does not fit is refused. */
  readonly fits: boolean;
  /** Updates per second of one thread, or of the device, measured now on a few genotypes drawn from the prior; null likewise. */
  readonly updatesPerSecond: number | null;
  /** Whether a device computes, which all workers share. */
  readonly onDevice: boolean;
  readonly workers: number;
  /**
   * Expected time with every worker busy: evaluation, and drawing what enters the lattice, as measured now, and all the rest
   * as it was measured once. A run that `stop.when` ends takes less.
   */
  readonly seconds: number;
}

/** Samples of one rollout while the speed is measured: more would only take longer. */
const MOST_CALIBRATION_SAMPLES = 2 ** 16;

/**
 * @param calibrationMs how long each speed is measured; by default as long as a person gladly waits for one run's
 * @throws UserError for an unknown evaluator, or for a lattice out of the exact evaluator's reach
 */
export async function estimateRun(
  scenario: Scenario,
  asked: string,
  workers: number,
  calibrationMs?: number | undefined,
): Promise<Estimate> {
  checkEvaluator(scenario, asked);
  const blueprint = drawBlueprint(scenario);
  const evaluation = await openEvaluation(asked, () => updatesOf(blueprint));
  try {
    const { speed: _, ...estimate } = estimateOpen(evaluation, blueprint, workers, { calibrationMs });
    return estimate;
  } finally {
    await evaluation.close();
  }
}

/** How fast a scenario is evaluated. */
export interface Speed {
  /** Of one thread, or of the device. */
  readonly updatesPerSecond: number;
  /** In which what enters the lattice in one generation is drawn. */
  readonly stimulusSeconds: number;
}

export interface EstimateOptions {
  readonly calibrationMs?: number | undefined;
  /** In place of one that is measured: that of a scenario which differs in nothing that a rollout sees. */
  readonly speed?: Speed | undefined;
}

/** The same where the evaluator is open. */
export function estimateOpen(
  { name: evaluator, device }: Pick<Evaluation, 'name' | 'device'>,
  blueprint: Blueprint,
  workers: number,
  { calibrationMs, speed }: EstimateOptions = {},
): Estimate & { readonly speed: Speed | null } {
  const { scenario } = blueprint;
  checkReach(blueprint, evaluator);
  const { system, shape } = blueprint;
  const { generations } = scenario.stop;
  const rows = Math.floor(generations / scenario.measure.every) + (generations % scenario.measure.every === 0 ? 1 : 2);
  const sourceSites = system.ports.write.reduce((sum, port) => sum + port.held.length, 0);
  // Rows of constraints: at generation 0 and at the last.
  const contexts = system.contexts.length;
  const mutants = contexts * planConstraint(system).mutants * shape.islands * (generations === 0 ? 1 : 2);
  const { genotypes, mutants: changed } = sampleSizes(shape.coupling, shape.islands);
  const sampled = genotypes + changed;
  const halves = shape.coupling.pairs.length === 0 ? 0 : 2;
  const sizes = {
    units: system.lattice.unitCount,
    pairs: system.cone.pairCount,
    ticks: system.lattice.ticks,
    loci: system.genome.locusCount,
    individuals: shape.individuals,
    samples: shape.samples,
    mutants,
    sampled,
    generations,
    rows,
    memoryBytes: neededBytes(blueprint, workers),
    fits: fitsInMemory(blueprint, workers),
    workers,
    onDevice: device !== undefined,
  };
  // A device is one, however many threads ask it.
  const threads = device === undefined ? Math.max(1, workers) : 1;
  if (isExact(evaluator)) {
    const exact = exactSeconds(blueprint, generations, rows, mutants + contexts * sampled, calibrationMs);
    const seconds = (exact + bookkeepingSeconds(sizes)) / threads;
    return { ...sizes, rollouts: null, updates: null, updatesPerSecond: null, speed: null, seconds };
  }
  const rollouts = contexts * (generations + 1 + rows * (1 + sourceSites + halves));
  const genotypesRolled = rollouts * shape.individuals + mutants + contexts * halves * sampled;
  const updates = genotypesRolled * system.cone.pairCount * shape.samples;
  const found = speed ?? measureSpeed(blueprint, evaluator, device, calibrationMs);
  const { updatesPerSecond, stimulusSeconds } = found;
  const seconds =
    // One thread draws what enters the lattice, and meanwhile the others wait.
    (generations + 1) * stimulusSeconds +
    updates / (updatesPerSecond * threads) +
    bookkeepingSeconds(sizes) / Math.max(1, workers);
  return { ...sizes, rollouts, updates, updatesPerSecond, speed: found, seconds };
}

function measureSpeed(
  blueprint: Blueprint,
  evaluatorName: string,
  device: Device | undefined,
  calibrationMs: number | undefined,
): Speed {
  const { system, shape, key, readings } = blueprint;
  const genotypes = Math.min(device === undefined ? 16 : 4096, shape.individuals);
  const samples = Math.min(shape.samples, MOST_CALIBRATION_SAMPLES);
  const words = genotypeWords(system.genome);
  const { home, arrays } = allocateWords([genotypes * words, stimulusWords(system, samples)]);
  const loci = arrays[0]!;
  for (let i = 0; i < genotypes; i++) {
    drawGenotype(loci.subarray(i * words, (i + 1) * words), system.genome, key, i);
  }
  const stimulus = stimulusOver(arrays[1]!, system, samples);
  // The first time, code that has never run is slow.
  for (const _ of [0, 1]) fillStimulus(stimulus, system, key, 0);
  const start = processorMs();
  fillStimulus(stimulus, system, key, 0);
  const drawnSeconds = (processorMs() - start) / 1000;
  const { readings: asked } = readings.step;
  const meter = createMeter(system, asked, samples, { evaluator: evaluatorName, device: device?.link }, home);
  const evaluate = (batch: number): void => meter.each(loci, 0, batch, stimulus, () => {});
  // A thread's own time, whatever else the machine does; a device works while this process waits for it.
  const clock = device === undefined ? processorMs : undefined;
  const perMs = genotypesPerMs(evaluate, genotypes, device !== undefined, calibrationMs, clock);
  return {
    updatesPerSecond: perMs * system.cone.pairCount * samples * 1000,
    stimulusSeconds: (drawnSeconds * contextStimuliWords(system, shape.samples)) / stimulusWords(system, samples),
  };
}
