import { describe, expect, it } from 'vitest';
import { Purpose, Stream } from '../../src/base/streams.js';
import { jointInformation } from '../../src/information/joint-information.js';
import { lawInformation } from '../../src/information/law-information.js';
import { payingBits } from '../../src/information/significance.js';
import { arenaStimuli } from '../../src/run/arena.js';
import { createEngine, drawBlueprint, type Engine } from '../../src/run/engine.js';
import { planConstraint, Way } from '../../src/run/shard/constraint-plan.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { JointReading } from '../../src/simulate/evaluator.js';
import { exactEvaluator } from '../../src/simulate/exact/exact.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { drawTable, enumerateTables } from '../../src/system/prior/prior.js';
import { type Sketch, scenarioOf } from '../system/scenario-of.js';

const FAIR = { kind: 'fair', length: null } as const;

function scenarioWith(sketch: Sketch, more: Partial<Scenario> = {}): Scenario {
  return { ...scenarioOf(sketch), ...more };
}

/** The constraints on the champions of the first population, `[island][locus]`, null where not defined. */
async function constrainFirst(scenario: Scenario, evaluator = 'wasm', workers = 0) {
  const engine = createEngine(drawBlueprint(scenario), workers, evaluator);
  const { loci, fitness } = await engine.drawFirst({ generation: 0 });
  await engine.constrain(0, loci);
  await engine.close();
  const { locusCount } = engine.blueprint.system.genome;
  const bits = Array.from(engine.arena.constraint, (value) => (Number.isNaN(value) ? null : value));
  return {
    engine,
    fitness,
    bits: Array.from({ length: scenario.population.islands }, (_, island) =>
      bits.slice(island * locusCount, (island + 1) * locusCount),
    ),
  };
}

/** Fitness of a genotype, paid by one channel of weight 1 to a one-bit target: by samples one at a time, or by its law. */
function fitnessByHand({ exact, arena, blueprint }: Engine): (genotype: Uint32Array) => number {
  const { system } = blueprint;
  const { units, target } = system.ports.read[0]!;
  const reading: JointReading = { kind: 'joint', source: target!, units, tick: system.lattice.ticks };
  if (exact) {
    const evaluator = exactEvaluator(system, [reading]);
    const law = new Float64Array(4);
    return (genotype) => {
      evaluator.evaluate(genotype, 0, 1, law);
      return lawInformation(law, 0, 2, 2);
    };
  }
  const evaluator = plainEvaluator(system, [reading]);
  const counts = new Uint32Array(4);
  return (genotype) => {
    evaluator.evaluate(genotype, 0, 1, arenaStimuli(arena, system)[0]!, counts);
    return payingBits(jointInformation(counts, 0, 2, 2, arena.shape.samples));
  };
}

/** The constraints on an island's champion by trying every table. */
function constrainByHand(engine: Engine, island: number): (number | null)[] {
  const { arena, blueprint } = engine;
  const { genome } = blueprint.system;
  const size = arena.shape.individuals / arena.shape.islands;
  const own = [...arena.fitness.slice(island * size, (island + 1) * size)];
  const best = own.indexOf(Math.max(...own));
  const champion = arena.loci[0].slice((island * size + best) * genome.locusCount).slice(0, genome.locusCount);
  const fitnessOf = fitnessByHand(engine);
  return Array.from(champion, (_, locus) => {
    const stream = new Stream(blueprint.key, Purpose.constraint, 0, island * genome.locusCount + locus);
    const all = genome.neighbourCount <= 3 ? enumerateTables(genome.prior, genome.neighbourCount)! : null;
    const draw = (): number => drawTable(genome.prior, genome.neighbourCount, stream);
    const tables = all?.tables ?? Array.from({ length: 256 }, draw);
    let kept = 0;
    tables.forEach((table, i) => {
      const mutant = champion.slice();
      mutant[locus] = table;
      if (fitnessOf(mutant) >= own[best]! / 2) kept += all?.probability[i] ?? 1 / 256;
    });
    return kept === 0 ? null : -Math.log2(kept);
  });
}

function expectClose(found: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, locus) => {
    if (value === null) expect(found[locus]).toBeNull();
    // Sums of at most 256 weights in another order.
    else expect(found[locus]).toBeCloseTo(value, 10);
  });
}

/** log2(256 / the number of tables of a fair bit and two others that carry half a bit or more of it). */
function wireBits(): number {
  let kept = 0;
  for (let table = 0; table < 256; table++) {
    const joint = [0, 0, 0, 0];
    for (let x = 0; x < 8; x++) joint[((x >> 1) & 1) + 2 * ((table >> x) & 1)]! += 1 / 8;
    const h = (p: number[]): number => -p.reduce((sum, q) => sum + (q > 0 ? q * Math.log2(q) : 0), 0);
    const sink = [joint[0]! + joint[1]!, joint[2]! + joint[3]!];
    if (1 + h(sink) - h(joint) >= 0.5) kept++;
  }
  expect(kept).toBe(18);
  return Math.log2(256 / kept);
}

describe('the constraint map of a wire of three-input copies', () => {
  // Every unit copies its western neighbour; only the middle row leads from A to B.
  const wire: Sketch = {
    map: '# . . . .\n A . . . B\n # . . . .',
    lattice: { neighbours: 'west3' },
    genome: { begin: { kind: 'copy', input: 1 } },
  };
  const middleRow = [...[0, 0, 0, 0], ...[1, 1, 1, 1], ...[0, 0, 0, 0]];

  it('is log2(256/18) = 3.83 bits at each unit of the path and exactly 0 off it, by exact laws', async () => {
    const { bits } = await constrainFirst(scenarioWith(wire), 'exact');
    expect(wireBits()).toBeCloseTo(3.83, 2);
    expectClose(
      bits[0]!,
      middleRow.map((on) => on * wireBits()),
    );
  });

  it('is the same from 4,096 samples by every evaluator: 0.55 bits are kept by one changed output, 0.31 by two', async () => {
    const scenario = scenarioWith(wire);
    const sampled = {
      ...scenario,
      measure: { ...scenario.measure, samples: 4096 },
      population: { size: 1, islands: 1, migration: null },
    };
    for (const evaluator of ['wasm', 'reference']) {
      const { bits } = await constrainFirst(sampled, evaluator);
      expect(bits[0]).toEqual(middleRow.map((on) => (on === 1 ? wireBits() : 0)));
    }
  });
});

describe('the constraint map', () => {
  /** One row: A leads to B where a unit or two happen to pass it on. */
  const row = (map: string, more: Partial<Sketch['lattice']> = {}, genome: Sketch['genome'] = {}): Scenario =>
    scenarioWith(
      { map, lattice: { neighbours: 'west3', noise: 0.02, ...more }, genome },
      { population: { size: 40, islands: 3, migration: null } },
    );

  it.each([
    ['each locus is asked once', row('A . B')],
    ['ones are rare', row('A . B', {}, { prior: { bit: 0.2 } })],
    ['tables are linear', row('A . B', {}, { prior: { family: 'linear' } })],
    [
      'four inputs, of which 256 tables are drawn',
      row('A . B', {
        neighbours: [
          [0, -1],
          [-1, -1],
          [1, -1],
          [-1, 0],
        ],
      }),
    ],
    [
      'units read themselves, tick after tick',
      row('A . B', {
        neighbours: [
          [0, -1],
          [0, 0],
          [1, -1],
        ],
        ticks: 3,
        start: 'zero',
      }),
    ],
    ['units share a locus', row('A d B', {}, { shared: [['d', 'B']] })],
  ])('is that of every table tried by the plain evaluator, whatever the evaluator: %s', async (_, scenario) => {
    const [wasm, reference, threads] = await Promise.all([
      constrainFirst(scenario),
      constrainFirst(scenario, 'reference'),
      constrainFirst(scenario, 'wasm', 2),
    ]);
    expect(reference.bits).toEqual(wasm.bits);
    expect(threads.bits).toEqual(wasm.bits);
    wasm.bits.forEach((bits, island) => {
      expectClose(bits, constrainByHand(wasm.engine, island));
    });
    // There is something to see.
    expect(wasm.bits.flat().filter((value) => value !== null && value > 0.5).length).toBeGreaterThan(0);
  });

  it.each([
    ['each locus is asked once', row('A . B')],
    [
      'four inputs',
      row('A . B', {
        neighbours: [
          [0, -1],
          [-1, -1],
          [1, -1],
          [-1, 0],
        ],
      }),
    ],
    [
      'units read themselves',
      row('A . B', {
        neighbours: [
          [0, -1],
          [0, 0],
          [1, -1],
        ],
        ticks: 3,
        start: 'zero',
      }),
    ],
  ])('is that of the exact law of every table under the exact evaluator: %s', async (_, scenario) => {
    const { engine, bits } = await constrainFirst(scenario, 'exact');
    bits.forEach((own, island) => {
      expectClose(own, constrainByHand(engine, island));
    });
  });

  it('knows how often a locus is asked: as often as its units that can reach what is paid for', () => {
    const shared = (map: string): number[] => [
      ...planConstraint(
        drawBlueprint(scenarioWith({ map, lattice: { neighbours: 'west3' }, genome: { shared: [['d']] } })).system,
      ).ways,
    ];
    expect(shared('A d . B\n # # # d')).toEqual([Way.probed, Way.probed, Way.probed]);
    expect(shared('A d d B\n # # # #')).toEqual([Way.replaced, Way.probed]);
    expect(shared('A . . B\n # # d d')).toEqual([Way.probed, Way.probed, Way.probed, Way.probed]);
    expect(shared('A . . B\n # # # d')).toEqual([Way.probed, Way.probed, Way.probed, Way.needless]);
  });

  it('is 0 everywhere for a champion of fitness 0, which has nothing to keep', async () => {
    const { bits, fitness } = await constrainFirst(
      scenarioWith({
        map: 'A . . . . . . B',
        lattice: { neighbours: 'west3' },
        genome: { begin: { kind: 'constant', value: 1 } },
      }),
    );
    expect(Math.max(...fitness)).toBe(0);
    expect(new Set(bits.flat())).toEqual(new Set([0]));
  });

  it('leaves out loci that nothing rewarded depends on', async () => {
    const scenario = scenarioWith({
      map: 'A . . B\n C . . D',
      lattice: { neighbours: 'west' },
      environment: { x: FAIR, z: FAIR },
      ports: {
        A: { kind: 'write', variable: 'x' },
        B: { kind: 'read', target: 'x' },
        C: { kind: 'write', variable: 'z' },
        D: { kind: 'read', target: 'z' },
      },
      channels: {
        leak: { from: 'C', to: 'D', reward: null },
        through: { from: 'A', to: 'B', reward: 1 },
      },
      genome: { begin: { kind: 'copy', input: 0 } },
    });
    const { bits, engine } = await constrainFirst(scenario);
    // Of the four tables of one input the copy and its complement carry anything: 1 bit.
    expect(bits).toEqual([[1, 1, 1, 0, 0, 0]]);
    expect([...planConstraint(engine.blueprint.system).ways].slice(3)).toEqual([
      Way.needless,
      Way.needless,
      Way.needless,
    ]);
  });

  it('is not defined where none of 256 draws keeps half of the fitness', async () => {
    const five: Sketch = {
      map: 'A . B',
      lattice: {
        neighbours: [
          [0, -1],
          [-1, -1],
          [1, -1],
          [-2, -1],
          [2, -1],
        ],
      },
      genome: { begin: { kind: 'copy', input: 0 } },
    };
    const { bits } = await constrainFirst(scenarioWith(five));
    // About one table of 2^18 resembles a copy of one of five inputs so well.
    expect(bits).toEqual([[null, null]]);
  });
});
