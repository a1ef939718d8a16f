import { type Key, rootKey } from '../base/streams.js';
import type { BreedAndEvaluate } from '../evolution/evolution.js';
import { rulesAt } from '../evolution/rules-at.js';
import type { Scenario } from '../scenario/scenario.js';
import type { Device } from '../simulate/device/owner.js';
import { isExact } from '../simulate/evaluators.js';
import { fillContextStimuli } from '../simulate/fill-stimulus.js';
import { buildSystem } from '../system/build-system.js';
import type { System } from '../system/system.js';
import { checkSources } from './analog/check-sources.js';
import { type Arena, type ArenaShape, allocateArena, arenaBytes, arenaShape, arenaStimuli } from './arena.js';
import { writePayload } from './payload.js';
import { inlinePool, type ShardPool, threadPool } from './pool.js';
import { footprintReadings, type StepReadings, type SurveyReadings, stepReadings, surveyReadings } from './readings.js';
import { championOf } from './results/champions.js';
import type { ShardContext, ShardTask } from './shard/context.js';

/** A scenario compiled with its seed: everything that a run, a dry run and a verification have in common. */
export interface Blueprint {
  readonly scenario: Scenario;
  readonly key: Key;
  readonly system: System;
  readonly shape: ArenaShape;
  readonly readings: {
    readonly step: StepReadings;
    readonly survey: SurveyReadings;
    readonly footprint: ReturnType<typeof footprintReadings>;
  };
  /** Bytes of the large arrays that a run will take: shared ones, and the sample of π. */
  readonly bytes: number;
}

/** @throws UserError where the scenario cannot be compiled, or the covariance of a port's variables is singular */
export function drawBlueprint(scenario: Scenario): Blueprint {
  const key = rootKey(scenario.seed);
  const system = buildSystem(scenario, key);
  checkSources(system, key, scenario.measure.samples);
  const shape = arenaShape(system, scenario.population, scenario.measure);
  const readings = {
    step: stepReadings(system),
    survey: surveyReadings(system),
    footprint: footprintReadings(system),
  };
  return { scenario, key, system, shape, readings, bytes: arenaBytes(system, shape, readings) };
}

/** Draws, breeds and measures a population on shared memory with a pool of workers. */
export interface Engine {
  readonly blueprint: Blueprint;
  readonly arena: Arena;
  /** Whether measures are exact: nothing is corrected, and nothing has a p-value. */
  readonly exact: boolean;
  /** Makes the first population and measures it. */
  readonly drawFirst: (request: { generation: number }) => Promise<Measured>;
  /** Breeds the children of drawn parents and measures them: the argument that evolution's step asks for. */
  readonly breedAndEvaluate: BreedAndEvaluate;
  /** Puts a stored population in place, with the stimulus of its generation; nothing is measured again. */
  readonly restore: (generation: number, loci: Uint32Array) => Uint32Array;
  /** Fills the arena's matrix, pooled counts and footprints for the population that `loci` is. */
  readonly survey: (generation: number, loci: Uint32Array) => Promise<void>;
  /** Fills the arena's constraints on the champions of the population just measured, which `loci` is. */
  readonly constrain: (generation: number, loci: Uint32Array) => Promise<void>;
  /** Fills the arena's halves for the population that `loci` is. */
  readonly halve: (generation: number, loci: Uint32Array) => Promise<void>;
  /** Fills the arena's halves for blocks [first, first + count) of the islands' samples of π: a chunk of them. */
  readonly samplePrior: (first: number, count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Measured {
  readonly loci: Uint32Array;
  readonly fitness: Float64Array;
}

/**
 * Splits `count` places into one piece of whole parts for each worker: genotypes share work only within a task, which is
 * worth more than what smaller tasks would save where workers are unevenly busy.
 */
function splitEvenly(count: number, partSize: number, workers: number): { first: number; count: number }[] {
  const step = Math.ceil(Math.ceil(count / partSize) / Math.max(1, workers)) * partSize;
  const pieces: { first: number; count: number }[] = [];
  for (let first = 0; first < count; first += step) pieces.push({ first, count: Math.min(step, count - first) });
  return pieces;
}

/** Tasks that the constraints on champions are cut into, for each worker. */
const CONSTRAINT_PIECES = 16;

function defaultPool(context: ShardContext, workers: number, device?: Device): ShardPool {
  return workers === 0 ? inlinePool(context) : threadPool(context, workers, device);
}

export interface EngineOptions {
  /** Where a device stands behind the evaluator: open, and closed by whoever opened it. */
  readonly device?: Device | undefined;
  /** Makes the pool; only tests give another than the default. */
  readonly createPool?: ((context: ShardContext, workers: number, device?: Device) => ShardPool) | undefined;
}

/** @param evaluator the name of one that is there, not of a choice */
export function createEngine(
  blueprint: Blueprint,
  workers: number,
  evaluator: string,
  { device, createPool = defaultPool }: EngineOptions = {},
): Engine {
  const { scenario, key, system, shape, readings } = blueprint;
  const arena = allocateArena(system, shape, readings);
  const { population, selection, variation, phases } = scenario;
  const schedule = { population, selection, variation, phases };
  const context = { system, schedule, key, evaluator, device: device?.link, arena };
  const pool = createPool(context, workers, device);
  const stimuli = arenaStimuli(arena, system);
  const pieces = splitEvenly(shape.individuals, shape.partSize, workers);

  const exact = isExact(evaluator);

  const meetStimulus = (generation: number): void => {
    // A law is over all stimuli: none is drawn for it.
    if (!exact) fillContextStimuli(stimuli, system, key, scenario.measure.stimulus === 'fixed' ? 0 : generation);
  };
  const bufferOf = (loci: Uint32Array): 0 | 1 => (loci === arena.loci[0] ? 0 : 1);
  const everywhere = (kind: ShardTask['kind'], generation: number, buffer: 0 | 1): Promise<void> =>
    pool.run(pieces.map((piece) => ({ kind, generation, buffer, ...piece })));
  // Measures are copied out of the arena, since the next generation overwrites them there.
  const measured = (buffer: 0 | 1): Measured => ({ loci: arena.loci[buffer], fitness: arena.fitness.slice() });

  return {
    blueprint,
    arena,
    exact,
    async drawFirst({ generation }) {
      meetStimulus(generation);
      await everywhere('draw', generation, 0);
      return measured(0);
    },
    async breedAndEvaluate({ generation, parentLoci, first, second }) {
      const buffer = bufferOf(parentLoci) === 0 ? 1 : 0;
      arena.first.set(first);
      arena.second.set(second);
      const { drive } = rulesAt(schedule, generation - 1).variation;
      // The parents' strengths still stand in the arena, and are overwritten as soon as the first children are measured.
      if (drive !== null) writePayload(arena, system, drive.toward);
      meetStimulus(generation);
      await everywhere('breed', generation, buffer);
      return measured(buffer);
    },
    restore(generation, loci) {
      arena.loci[0].set(loci);
      meetStimulus(generation);
      return arena.loci[0];
    },
    async survey(generation, loci) {
      const buffer = bufferOf(loci);
      await everywhere('survey', generation, buffer);
      const size = shape.individuals / shape.islands;
      await pool.run(
        Array.from({ length: shape.islands }, (_, island) => ({
          kind: 'footprint' as const,
          generation,
          buffer,
          first: island * size,
          count: shape.footprinted,
        })),
      );
    },
    async constrain(generation, loci) {
      const size = shape.individuals / shape.islands;
      for (let island = 0; island < shape.islands; island++) {
        arena.champions[island] = championOf(arena.fitness, island, size);
      }
      await pool.run(
        // In small pieces: each locus takes hundreds of rollouts, and signals are answered between two tasks only.
        splitEvenly(shape.islands * system.genome.locusCount, 1, CONSTRAINT_PIECES * Math.max(1, workers)).map(
          (piece) => ({
            ...{ kind: 'constraint' as const, generation, buffer: bufferOf(loci) },
            ...piece,
          }),
        ),
      );
    },
    async halve(generation, loci) {
      if (!exact) return everywhere('halves', generation, bufferOf(loci));
      // Without sampling error both halves are what was measured.
      const { traits, places } = shape.coupling;
      for (let trait = 0; trait < 2 * traits; trait++) {
        const from = (trait % traits) * shape.individuals;
        arena.halves.set(arena.strength.subarray(from, from + shape.individuals), trait * places);
      }
    },
    async samplePrior(first, count) {
      const tasks = splitEvenly(count, 1, workers).map((piece): ShardTask => {
        return { kind: 'prior', generation: 0, buffer: 0, first: first + piece.first, count: piece.count };
      });
      await pool.run(tasks);
    },
    close: () => pool.close(),
  };
}
