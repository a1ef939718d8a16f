import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/base/table.js';
import { arenaStimuli } from '../../src/run/arena.js';
import { createEngine, drawBlueprint, type Engine } from '../../src/run/engine.js';
import { type Evolved, evolve } from '../../src/run/evolve.js';
import { createLatticeProblem } from '../../src/run/pressure/lattice-problem.js';
import { digestOf } from '../../src/run/results/digest-of.js';
import { summarise } from '../../src/run/results/summary.js';
import type { TableName } from '../../src/run/results/tables.js';
import { scenarioHash } from '../../src/scenario/identity.js';
import { loadScenario } from '../../src/scenario/load.js';
import { fillStimulus } from '../../src/simulate/fill-stimulus.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';

const SAMPLES = 512;

/** `y` and `q` follow from the variable `s`, of which a noisy copy is one; two channels are rewarded unequally. */
const evolving = (contexts: string): string => `
name: contexts
seed: 8
lattice:
  map: |
    S . . D
    A . . B
  neighbours: west3
  noise: 0.02
environment:
  s: {biased: 0.3}
  z: fair
  y: {copy: s, flip: 0.1}
  q: {xor: [y, z]}
${contexts}
ports:
  S: {write: s}
  A: {write: q}
  B: {read: true, target: q}
  D: {read: true, target: z}
channels:
  through: {from: A, to: B, reward: 1}
  over: {from: A, to: D, reward: 0.5}
  leak: {from: S, to: B}
population: {size: 40, islands: 2}
selection: {scheme: tournament, size: 3}
measure: {samples: ${SAMPLES}, every: 2, prior: 6}
stop: {generations: 4}
`;
const TWO = 'contexts: {on: {set: {s: 1}, weight: 3}, off: {set: {s: 0}, weight: 1}}';

/** B reads A where S is 1, else 0: a device with nothing that could evolve. */
const GATED = `
name: gated
seed: 3
lattice:
  map: |
    S # #
    A g B
  neighbours: [[0, -1], [-1, -1]]
  border: zero
  start: zero
environment: {s: fair, x: fair}
contexts:
  on: {set: {s: 1}, weight: 3}
  off: {set: {s: 0}, weight: 1}
  unset: {weight: 0}
ports:
  S: {write: s}
  A: {write: x}
  B: {read: true, target: x}
channels:
  through: {from: A, to: B, reward: 2}
  lock: {from: S, to: B}
genome:
  fixed: {g: {and: [0, 1]}, B: {copy: 0}}
population: {size: 4, islands: 1}
measure: {samples: 2048, prior: 2}
stop: {generations: 0}
`;

const load = (text: string) => loadScenario({ text, file: 'contexts.yaml' }).scenario;

async function run(text: string, evaluator = 'reference', workers = 0): Promise<{ evolved: Evolved; engine: Engine }> {
  const engine = createEngine(drawBlueprint(load(text)), workers, evaluator);
  try {
    return { evolved: await evolve(engine), engine };
  } finally {
    await engine.close();
  }
}

function rowsOf({ tables }: Evolved, name: TableName): Record<string, Cell>[] {
  const { spec, columns } = tables[name];
  return columns[0]!.map((_, r) => Object.fromEntries(spec.columns.map((column, c) => [column.name, columns[c]![r]!])));
}

/** Read by several tests, changed by none. */
const inTwo = run(evolving(TWO));

describe('the contexts of a run', () => {
  it('change nothing where there is one that sets nothing, whatever its name and weight', async () => {
    const none = await run(evolving(''));
    const one = await run(evolving('contexts: {day: {weight: 7}}'));
    const renamed = Object.fromEntries(
      Object.entries(one.evolved.tables).map(([name, { spec, columns }]) => {
        const at = spec.columns.findIndex((column) => column.name === 'context');
        return [name, { spec, columns: columns.map((cells, c) => (c === at ? cells.map(() => 'all') : cells)) }];
      }),
    );
    expect(digestOf(renamed).digest).toBe(digestOf(none.evolved.tables).digest);
    expect(scenarioHash(load(evolving('contexts: {all: {weight: 7}}')))).toBe(scenarioHash(load(evolving(''))));
    expect(scenarioHash(load(evolving('contexts: {day: {}}')))).not.toBe(scenarioHash(load(evolving(''))));
  });

  it('give the same fitness, and so the same history, where two of half weight are equal', async () => {
    const one = await run(evolving('contexts: {day: {set: {s: 1}}}'));
    const two = await run(evolving('contexts: {day: {set: {s: 1}, weight: 5}, night: {set: {s: 1}, weight: 5}}'));
    expect(rowsOf(two.evolved, 'champions')).toEqual(rowsOf(one.evolved, 'champions'));
    // Fitness is of the only context, or of all.
    expect(rowsOf(two.evolved, 'traits')).toEqual(
      rowsOf(one.evolved, 'traits').map((row) => ({ ...row, context: 'all' })),
    );
    for (const context of ['day', 'night']) {
      for (const table of ['channels', 'matrix', 'footprint'] as const) {
        const of = rowsOf(two.evolved, table).filter((row) => row.context === context);
        expect(of).toEqual(rowsOf(one.evolved, table).map((row) => ({ ...row, context })));
      }
    }
  });

  it('share every plane but those of the variable that is set and of what is computed from it', async () => {
    const { engine } = await inTwo;
    const { system, key } = engine.blueprint;
    const [off, on] = arenaStimuli(engine.arena, system);
    const plain = stimulusOver(new Uint32Array(stimulusWords(system, SAMPLES)), system, SAMPLES);
    fillStimulus(plain, system, key, 4);
    const plane = (elements: Uint32Array, name: string): number[] => {
      const at = system.environment.elements.indexOf(name) * plain.words;
      return [...elements.subarray(at, at + plain.words)];
    };
    expect(system.contexts.map(({ name, weight }) => [name, weight])).toEqual([
      ['off', 0.25],
      ['on', 0.75],
    ]);
    for (const [stimulus, word] of [
      [off!, 0],
      [on!, 0xffffffff],
    ] as const) {
      // The flips of the copy are the same draws, and so is z.
      const y = plane(plain.elements, 'y').map((bits, w) => (bits ^ plane(plain.elements, 's')[w]! ^ word) >>> 0);
      expect(plane(stimulus.elements, 's')).toEqual(plane(plain.elements, 's').map(() => word));
      expect(plane(stimulus.elements, 'y')).toEqual(y);
      expect(plane(stimulus.elements, 'z')).toEqual(plane(plain.elements, 'z'));
      expect(plane(stimulus.elements, 'q')).toEqual(y.map((bits, w) => (bits ^ plane(plain.elements, 'z')[w]!) >>> 0));
      expect([...stimulus.borders, ...stimulus.starts, ...stimulus.noise]).toEqual([
        ...plain.borders,
        ...plain.starts,
        ...plain.noise,
      ]);
    }
  });

  it('pay by their weights what one sample at a time counts in each of them', async () => {
    const { engine, evolved } = await inTwo;
    const { system } = engine.blueprint;
    const { arena } = engine;
    const { individuals } = arena.shape;
    // Element 0 is q, 1 s, 2 y, 3 z; the ports that are read are B and D.
    expect(system.environment.elements).toEqual(['q', 's', 'y', 'z']);
    const [units, tick] = [system.ports.read.map((port) => port.units), system.lattice.ticks];
    const plain = plainEvaluator(system, [
      { kind: 'joint', source: [0], units: units[0]!, tick },
      { kind: 'joint', source: [3], units: units[1]!, tick },
    ]);
    const loci = evolved.resumable().loci;
    // At B the plug-in information, at D too: what is under p = 0.001 pays nothing.
    const paidIn = arenaStimuli(arena, system).map((stimulus) => {
      const counts = new Uint32Array(individuals * 8);
      plain.evaluate(loci, 0, individuals, stimulus, counts);
      return Array.from({ length: individuals }, (_, i) =>
        [0, 4].map((from) => paid([...counts.slice(i * 8 + from, i * 8 + from + 4)])),
      );
    });
    const [off, on] = paidIn as [number[][], number[][]];
    const expected = off.map(([b, d], i) => 0.25 * (b! + 0.5 * d!) + 0.75 * (on[i]![0]! + 0.5 * on[i]![1]!));
    expect(Math.max(...expected)).toBeGreaterThan(0);
    // Sums of a few doubles near 1 in another order.
    for (const [i, fitness] of expected.entries()) expect(arena.fitness[i]).toBeCloseTo(fitness, 12);
    const scores = rowsOf(evolved, 'scores').filter(({ generation, island }) => generation === 4 && island === 1);
    expect(new Set(scores.map(({ score }) => score))).toEqual(
      new Set(['fitness', 'over', 'through', 'over@off', 'through@off', 'over@on', 'through@on']),
    );
    const through = scores.filter(({ score }) => score === 'through@on');
    const byHand = on.slice(individuals / 2).map(([b]) => b!);
    expect(through.reduce((sum, { value, individuals: n }) => sum + (value as number) * (n as number), 0)).toBeCloseTo(
      byHand.reduce((sum, b) => sum + b, 0),
      10,
    );
  });

  it('give the same digest on two workers and by another evaluator', async () => {
    const digests = [
      (await inTwo).evolved,
      (await run(evolving(TWO), 'wasm', 2)).evolved,
      (await run(evolving(TWO), 'plain')).evolved,
    ].map(({ tables }) => digestOf(tables).digest);
    expect(new Set(digests).size).toBe(1);
  });

  it('keep the ledger of every channel in each of them, and never break its relations', async () => {
    const { evolved } = await inTwo;
    expect(evolved.breaches).toEqual({ identity: 0, order: 0 });
    const last = rowsOf(evolved, 'channels').filter(({ generation, island }) => generation === 4 && island === 0);
    expect(last.map(({ context, channel }) => `${context} ${channel}`)).toEqual(
      ['off', 'on'].flatMap((context) => ['leak', 'over', 'through'].map((channel) => `${context} ${channel}`)),
    );
    const constraint = rowsOf(evolved, 'constraint').filter(({ generation }) => generation === 4);
    expect(
      constraint.map(({ island, context }) => `${island} ${context}`).filter((place, i, all) => place !== all[i - 1]),
    ).toEqual(['0 off', '0 on', '1 off', '1 on']);
  });
});

describe('a gate that a context holds', () => {
  it('lets through where it is set to 1, nothing where it is set to 0, and something where it is not set', async () => {
    const { evolved, engine } = await run(GATED, 'exact');
    const rows = rowsOf(evolved, 'channels');
    const found = Object.fromEntries(rows.map((row) => [`${row.context} ${row.channel}`, [row.mean, row.influence]]));
    // AND of two fair bits: 0.311278 bits with either.
    const and = 0.5 * Math.log2(4 / 3) + 0.25 * Math.log2(2 / 3) + 0.25;
    expect(found).toEqual({
      'off lock': [0, 0.5],
      'off through': [0, 0],
      'on lock': [0, 0.5],
      'on through': [1, 1],
      'unset lock': [expect.closeTo(and, 12), 0.5],
      'unset through': [expect.closeTo(and, 12), 0.5],
    });
    expect([...engine.arena.fitness]).toEqual([1.5, 1.5, 1.5, 1.5]);
    const summary = summarise(engine.blueprint, evolved, 0);
    expect(summary.channels.map(({ context, channel, last }) => [context, channel, last.mean])).toContainEqual([
      'on',
      'through',
      1,
    ]);
  });

  it('is scored under pressure by weights, or in the one context asked for', () => {
    const { system, key } = drawBlueprint(load(GATED));
    const score = (channel: string | null, context: string | null, evaluator: string): number => {
      const problem = createLatticeProblem({ system, samples: 2048, evaluator, channel, context });
      problem.prepare(key);
      const [scores, refined] = [new Float64Array(1), new Float64Array(1)];
      problem.score(new Uint32Array(problem.words), 1, scores, refined);
      const observed = new Float64Array(problem.observableCount);
      problem.observe(new Uint32Array(problem.words), 1, observed);
      if (evaluator === 'exact') expect(observed[0]).toBe(scores[0]);
      // Score, strengths of lock and through in off, on and unset, and their influences.
      expect(observed.length).toBe(13);
      if (evaluator === 'exact') expect(observed[9]).toBe(0.5);
      return scores[0]!;
    };
    expect(score(null, null, 'exact')).toBe(1.5);
    expect(score('through', null, 'exact')).toBe(0.75);
    expect(score('through', 'on', 'exact')).toBe(1);
    expect(score('through', 'off', 'exact')).toBe(0);
    // A sample of 2048 fair bits is fair to a few per cent, and the entropy of such a one is within 0.01 of 1 bit.
    expect(score(null, null, 'reference')).toBeCloseTo(1.5, 1);
    expect(score('through', 'off', 'reference')).toBe(0);
    expect(() => score('through', 'dusk', 'exact')).toThrow('context "dusk"; expected one of off, on, unset');
  });
});

/** What counts of two bits pay: their information by its definition where χ² of one degree is above 10.828, else 0. */
function paid(counts: readonly number[]): number {
  const p = counts.map((count) => count / SAMPLES);
  let bits = 0;
  p.forEach((joint, cell) => {
    const sides = (joint + p[cell ^ 1]!) * (joint + p[cell ^ 2]!);
    if (joint > 0) bits += joint * Math.log2(joint / sides);
  });
  return 2 * SAMPLES * Math.LN2 * bits > 10.828 ? bits : 0;
}
