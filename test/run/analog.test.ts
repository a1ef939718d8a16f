import { join } from 'node:path';
import digamma from '@stdlib/math-base-special-digamma';
import { determinant, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import { Purpose, Stream } from '../../src/base/streams.js';
import { jointInformation } from '../../src/information/joint-information.js';
import { gTestPValue } from '../../src/information/significance.js';
import { createEngine, drawBlueprint, type Engine } from '../../src/run/engine.js';
import { fullHash } from '../../src/run/full-hash.js';
import { runScenario } from '../../src/run/run.js';
import { verifyRun } from '../../src/run/verify.js';
import type { AnalogReading } from '../../src/simulate/analog/analog-evaluator.js';
import { analogStimulus } from '../../src/simulate/analog/analog-stimulus.js';
import { fillContextStimuli } from '../../src/simulate/fill-stimulus.js';
import { contextStimuliOver, contextStimuliWords } from '../../src/simulate/stimulus.js';
import { readLog } from '../../src/store/log.js';
import { queryTables } from '../../src/store/query.js';
import { genotypeWords } from '../../src/system/genome.js';
import { drawParameter, type NormalPrior, parametersOf } from '../../src/system/prior/normal.js';
import { writeTies } from '../../src/system/ties.js';
import { plainAnalog } from '../simulate/analog/plain-analog.js';
import { ANALOG_SCENARIO } from './analog-text.js';
import { runOptions, runText, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const BINNED = ['units.strength={bins: 2}'];
const SHORT = [...BINNED, 'stop.generations=3'];

/** The first population measured and surveyed, with all that a test needs to do the same by hand. */
async function firstGeneration(overrides: string[] = []) {
  const { scenario } = runOptions(ANALOG_SCENARIO, folder, { overrides });
  const engine = createEngine(drawBlueprint(scenario), 0, 'reference');
  const { loci } = await engine.drawFirst({ generation: 0 });
  await engine.survey(0, loci);
  const { system, key, shape } = engine.blueprint;
  const buffer = new Uint32Array(contextStimuliWords(system, shape.samples));
  const stimuli = contextStimuliOver(buffer, system, shape.samples);
  fillContextStimuli(stimuli, system, key, 0);
  return { engine, loci, stimuli: stimuli.map(analogStimulus) };
}
type First = Awaited<ReturnType<typeof firstGeneration>>;

const wordsOf = (loci: Uint32Array, { blueprint }: Engine, individual: number): Uint32Array => {
  const words = genotypeWords(blueprint.system.genome);
  return loci.slice(individual * words, (individual + 1) * words);
};

/** Cells of one reading of a genotype in a context, by the slow twin. */
function cellsOf({ engine, stimuli }: First, words: Uint32Array, context: number, reading: AnalogReading): number[] {
  return plainAnalog(engine.blueprint.system, [reading], parametersOf(words), stimuli[context]!)[0]!;
}

/** Gaussian information by determinants, as the formula stands in a textbook. */
function gaussianByHand(cells: readonly number[], dx: number, dy: number, samples: number) {
  const d = dx + dy;
  const second = cells.slice(d);
  const covariance = Matrix.zeros(d, d);
  let cell = 0;
  for (let a = 0; a < d; a++) {
    for (let b = a; b < d; b++, cell++) {
      covariance.set(a, b, second[cell]!);
      covariance.set(b, a, second[cell]!);
    }
  }
  const [x, y] = [covariance.subMatrix(0, dx - 1, 0, dx - 1), covariance.subMatrix(dx, d - 1, dx, d - 1)];
  const lambda = determinant(covariance) / (determinant(x) * determinant(y));
  const psi = (count: number): number =>
    Array.from({ length: count }, (_, i) => digamma((samples - i - 1) / 2)).reduce((a, b) => a + b, 0);
  const bits = -Math.log2(lambda) / 2;
  const p = gTestPValue(-(samples - 1 - (d + 1) / 2) * Math.log(lambda), dx * dy);
  return { corrected: bits - (psi(dx) + psi(dy) - psi(d)) / 2 / Math.LN2, pays: p < 0.001 ? bits : 0 };
}

describe('the first generation of analog units', () => {
  it('has the strengths, fitness, influences and footprints that the slow twin and determinants give', async () => {
    const first = await firstGeneration();
    const { engine, loci, stimuli } = first;
    const { arena, blueprint } = engine;
    const { system } = blueprint;
    const { individuals, samples } = arena.shape;
    const [b, d] = system.ports.read.map(({ units }) => units);
    const tick = system.lattice.ticks;
    let paidSome = 0;
    for (const individual of [0, 1, 11, 23]) {
      const words = wordsOf(loci, engine, individual);
      let fitness = 0;
      stimuli.forEach((_, context) => {
        const through = gaussianByHand(
          cellsOf(first, words, context, { kind: 'moments', source: [1, 2], units: b!, tick }),
          ...([2, 2, samples] as const),
        );
        // Channels in code-point order: leak, through. The target of B is what A writes.
        const place = (2 * context + 1) * individuals + individual;
        expect(arena.strength[place]).toBeCloseTo(through.corrected, 10);
        expect(arena.rewarded[place]).toBeCloseTo(through.corrected, 10);
        expect(arena.open[place]).toBe(through.pays > 0 ? 1 : 0);
        fitness += [0.75, 0.25][context]! * through.pays;
        const leak = arena.strength[2 * context * individuals + individual]!;
        // Held at one value the source carries nothing, and exactly that.
        if (context === 1) expect(leak).toBe(0);
        else {
          const cells = cellsOf(first, words, context, { kind: 'moments', source: [0], units: d!, tick });
          expect(leak).toBeCloseTo(gaussianByHand(cells, 1, 1, samples).corrected, 10);
        }
        const changes = system.ports.write[0]!.held.map(
          (flip) => cellsOf(first, words, context, { kind: 'change', flip, units: b! })[0]!,
        );
        // Pairs: A to B, A to D, S to B, S to D in each context.
        const influence = arena.pairInfluence[4 * context * individuals + individual]!;
        expect(influence).toBe((changes[0]! + changes[1]!) / (2 * samples));
      });
      expect(arena.fitness[individual]).toBeCloseTo(fitness, 10);
      if (fitness > 0) paidSome++;
    }
    expect(paidSome).toBeGreaterThan(0);

    const { places, readings } = blueprint.readings.footprint;
    const at = places.findIndex(({ channel, unit }) => channel === 1 && !b!.includes(unit));
    const { source, units, tick: early } = readings[at]!;
    const words = wordsOf(loci, engine, 21);
    const cells = cellsOf(first, words, 0, { kind: 'moments', source, units, tick: early });
    // Twelve of each island are footprinted.
    expect(arena.footprint[at * 24 + 21]).toBeCloseTo(gaussianByHand(cells, 2, 1, samples).corrected, 10);
    await engine.close();
  });

  it('has binned strengths of ranks: each value above or below the median, a bit as it is', async () => {
    const first = await firstGeneration(BINNED);
    const { engine, loci, stimuli } = first;
    const { arena, blueprint } = engine;
    const { individuals, samples } = arena.shape;
    const units = blueprint.system.ports.read[1]!.units;
    for (const individual of [0, 7, 21]) {
      const reading: AnalogReading = { kind: 'values', units, tick: blueprint.system.lattice.ticks };
      const values = cellsOf(first, wordsOf(loci, engine, individual), 0, reading);
      const median = [...values].sort((a, b) => a - b)[samples / 2]!;
      const counts = new Uint32Array(4);
      values.forEach((value, s) => {
        counts[(stimuli[0]!.elements[s] === 1 ? 1 : 0) + (value >= median ? 2 : 0)]! += 1;
      });
      const { corrected } = jointInformation(counts, 0, 2, 2, samples);
      expect(arena.strength[individual]).toBe(corrected);
      // Held at one value: nothing.
      expect(arena.strength[2 * individuals + individual]).toBe(0);
    }
    await engine.close();
  });

  it('constrains a champion by draws of whole loci', async () => {
    const first = await firstGeneration();
    const { engine, loci } = first;
    await engine.constrain(0, loci);
    const { arena, blueprint } = engine;
    const { system, key } = blueprint;
    const { genome } = system;
    const { samples } = arena.shape;
    const reading: AnalogReading = {
      kind: 'moments',
      source: [1, 2],
      units: system.ports.read[0]!.units,
      tick: system.lattice.ticks,
    };
    const fitness = (words: Uint32Array): number =>
      gaussianByHand(cellsOf(first, words, 0, reading), 2, 2, samples).pays;
    const champion = wordsOf(loci, engine, arena.champions[0]!);
    // The tied unit: its copies are written again after each draw.
    const locus =
      genome.locusOfUnit[system.lattice.unitColumn.findIndex((c, u) => c === 1 && system.lattice.unitRow[u] === 1)]!;
    const stream = new Stream(key, Purpose.constraint, 0, locus);
    let kept = 0;
    for (let draw = 0; draw < 256; draw++) {
      const words = champion.slice();
      for (let p = 0; p < 4; p++) {
        parametersOf(words)[4 * locus + p] = drawParameter(genome.prior as NormalPrior, stream);
      }
      writeTies(words, 0, genome.ties);
      if (fitness(words) >= fitness(champion) / 2) kept++;
    }
    expect(fitness(champion)).toBeGreaterThan(0);
    expect(arena.constraint[locus]).toBeCloseTo(Math.log2(256 / kept), 10);
    await engine.close();
  });
});

describe('a run of analog units', () => {
  it('has one digest for 0, 1 and 2 workers, stopped and resumed too, and comes out again when it is verified', async () => {
    const runs = [];
    for (const workers of [0, 1, 2]) {
      runs.push(await runText(ANALOG_SCENARIO, join(folder, `workers-${workers}`), { workers }));
    }
    const interruption = new AbortController();
    const options = runOptions(ANALOG_SCENARIO, join(folder, 'stopped'), {
      interrupted: interruption.signal,
      onProgress: ({ generation }) => {
        if (generation === 4) interruption.abort();
      },
    });
    expect((await runScenario(options)).status).toBe('stopped');
    runs.push(await runScenario({ ...options, interrupted: undefined, resume: true }));
    expect(readLog(runs[3]!.directory).some(({ resumed_at: at }) => at === 4)).toBe(true);
    expect(new Set(runs.map(({ digest }) => digest)).size).toBe(1);
    const verdict = await verifyRun(runs[0]!.directory, { storedOnly: false, workers: 0, packageVersion: '0.0.0' });
    expect(verdict).toMatchObject({ status: 'done', differs: null });
  });

  it('has one digest for 0 and 2 workers where strengths are binned', async () => {
    const binned = { overrides: SHORT };
    const inline = await runText(ANALOG_SCENARIO, join(folder, 'binned-0'), binned);
    const threads = await runText(ANALOG_SCENARIO, join(folder, 'binned-2'), { ...binned, workers: 2 });
    expect(threads.digest).toBe(inline.digest);
  });

  it('pools moments over genotypes for what is told of them unknown, and has no such thing of bins', async () => {
    const unknown = async (overrides: string[]): Promise<readonly unknown[]> => {
      const { directory } = await runText(
        ANALOG_SCENARIO,
        join(folder, overrides.length === 0 ? 'workers-0' : 'binned-0'),
        { overrides },
      );
      const sql =
        "SELECT bits, bits_unknown FROM matrix WHERE generation = 0 AND context = 'free' AND source = 'A' AND sink = 'B'";
      return (await queryTables(directory, sql)).rows[0]!;
    };
    const [bits, pooled] = (await unknown([])) as [number, number];
    // 24 genotypes of random signs: most of what they carry cancels.
    expect(Math.abs(pooled)).toBeLessThan(bits / 3);
    expect((await unknown(SHORT))[1]).toBeNull();
  });

  it('has an identity of its own for each evaluator, and none but its own ones', async () => {
    const { hash, scenario } = runOptions(ANALOG_SCENARIO, folder);
    const run = await runText(ANALOG_SCENARIO, join(folder, 'workers-0'));
    expect(run.hash).toBe(fullHash(hash, 'reference', scenario));
    expect(new Set([hash, run.hash, fullHash(hash, 'other', scenario)]).size).toBe(3);
    for (const evaluator of ['wasm', 'plain', 'exact', 'nonsense']) {
      await expect(runText(ANALOG_SCENARIO, folder, { evaluator })).rejects.toThrow(
        `evaluator "${evaluator}" for analog units (units.kind: analog), of which it evaluates none; expected one of reference`,
      );
    }
  });

  it('goes on where states grow beyond numbers: who has such carries nothing, is counted and told of once', async () => {
    const warnings: string[] = [];
    const run = await runText(ANALOG_SCENARIO, join(folder, 'overflow'), {
      overrides: [
        'units.activation=linear',
        'units.scale=1000000',
        'lattice.neighbours=von-neumann+self',
        'lattice.ticks=60',
        'measure.every=7',
        'stop.generations=4',
      ],
      onWarning: (text) => warnings.push(text),
    });
    expect(run.status).toBe('done');
    // Nearly all of them: the gain of 60 ticks is (10^6)^60 or so, and a double ends at 10^308.
    expect((run.summary as { overflowed: number }).overflowed).toBeGreaterThan(20 * 5);
    expect(warnings.filter((text) => text.includes('not finite'))).toHaveLength(1);
    expect(readLog(run.directory).filter(({ event }) => event === 'overflow')).toHaveLength(1);
    const { rows } = await queryTables(run.directory, 'SELECT min(fitness_max) FROM generations');
    expect(rows[0]![0]).toBe(0);
  });

  it('is refused where the covariance of a port is singular, with the elements named', async () => {
    const overrides = ['environment.x={markov: 2, flip: 0}'];
    const refused = runText(ANALOG_SCENARIO, folder, { overrides });
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(
      'ports.A.write: in 128 samples x.1 does not vary, or follows from x.0, so that their covariance is singular',
    );
    const binned = await runText(ANALOG_SCENARIO, join(folder, 'copies'), { overrides: [...overrides, ...BINNED] });
    expect(binned.status).toBe('done');
  });
});
