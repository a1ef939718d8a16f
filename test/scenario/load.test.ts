import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { MINIMAL, VARIED } from './texts.js';

const load = (text: string, overrides: string[] = [], seed?: string) =>
  loadScenario({ text, file: 'f.yaml', overrides, ...(seed === undefined ? {} : { seed }) });

describe('a loaded scenario', () => {
  it('has the documented defaults where nothing is given', () => {
    expect(load(MINIMAL).scenario).toEqual({
      name: 'minimal',
      description: '',
      seed: 2026,
      lattice: { map: 'A . B\n', neighbours: 'west', ticks: 'auto', noise: 0, border: 'random', start: 'random' },
      units: { kind: 'lut' },
      environment: { x: { kind: 'fair', length: null } },
      contexts: { all: { set: {}, weight: 1 } },
      ports: { A: { kind: 'write', variable: 'x' }, B: { kind: 'read', target: 'x' } },
      channels: { through: { from: 'A', to: 'B', reward: 1 } },
      genome: { prior: { bit: 0.5 }, begin: 'prior', fixed: {}, shared: [], ties: [] },
      demons: {},
      population: { size: 500, islands: 8, migration: null },
      selection: { scheme: 'tournament', size: 3 },
      variation: {
        mutation: { perGenome: 1 },
        crossover: { kind: 'none', rate: 0 },
        drive: null,
        copying: null,
      },
      phases: [],
      measure: { samples: 4096, every: 10, stimulus: 'fresh', prior: 10000 },
      pressure: null,
      stop: { generations: 3, when: null },
    });
  });

  it('holds what the file says, with records in code-point order', () => {
    const { scenario } = load(VARIED);
    expect(scenario.lattice).toEqual({
      map: 'A g . h B\nC . . . D\nE # . . D\n',
      neighbours: [
        [0, -1],
        [1, -1],
        [0, 0],
      ],
      ticks: 6,
      noise: 0.01,
      border: 'wrap',
      start: 'zero',
    });
    expect(Object.entries(scenario.environment)).toEqual([
      ['m', { kind: 'markov', length: 4, flip: 0.25 }],
      ['o', { kind: 'majority', of: ['x', 'z', 's.5'] }],
      ['s', { kind: 'ising', rows: 2, columns: 3, coupling: -0.4 }],
      ['v', { kind: 'fair', length: 4 }],
      ['w', { kind: 'xor', of: ['v', 'm'] }],
      ['x', { kind: 'fair', length: null }],
      ['y', { kind: 'copy', of: 'x', flip: 0.05 }],
      ['z', { kind: 'biased', probability: 0.3 }],
    ]);
    expect(Object.keys(scenario.channels)).toEqual(['leak', 'through']);
    expect(scenario.channels.leak).toEqual({ from: 'C', to: 'D', reward: null });
    expect(scenario.genome.fixed).toEqual({ g: { kind: 'xor', inputs: [0, 1] }, h: { kind: 'table', table: 150 } });
    expect(scenario.population.migration).toEqual({ every: 5, rate: 0.1 });
    expect(scenario.variation.crossover).toEqual({ kind: 'onePoint', rate: 0.75 });
    expect(scenario.stop).toEqual({ generations: 30, when: { through: 0.9 } });
  });

  it('copies exactly where no flip is given', () => {
    const { scenario } = load(MINIMAL.replace('{x: fair}', '{x: {copy: y}, y: fair}'));
    expect(scenario.environment.x).toEqual({ kind: 'copy', of: 'y', flip: 0 });
  });

  it('accepts what says no more than its default', () => {
    const more = 'units: {kind: lut}\ngenome: {begin: prior, ties: [], shared: []}\n';
    expect(load(MINIMAL + more)).toEqual(load(MINIMAL));
  });

  it('may have channels that no path carries, as long as some path tells how many ticks there are', () => {
    const two = MINIMAL.replace('map: A . B', 'map: |\n    A . B\n    C . D')
      .replace('ports: {', 'ports: {C: {write: x}, D: {read: true}, ')
      .replace('channels: {', 'channels: {across: {from: C, to: B}, ');
    expect(load(two).scenario.channels.across).toEqual({ from: 'C', to: 'B', reward: null });
  });

  it('counts a path around the torus, and needs none where the ticks are given or the wiring is drawn', () => {
    const swapped = MINIMAL.replace('A . B', 'B . A');
    expect(() => load(swapped)).toThrow('f.yaml:2:1: lattice.ticks: auto; no path leads');
    for (const set of ['border=wrap', 'ticks=2', 'neighbours={random: 1, radius: 1}', 'neighbours=[[0, 1]]']) {
      expect(load(swapped, [`lattice.${set}`]).scenario.lattice.map).toBe('B . A\n');
    }
    const stacked = MINIMAL.replace('map: A . B', 'map: "A\\n.\\nB\\n."').replace('west', '[[2, 0]]');
    expect(() => load(stacked)).toThrow('no path leads');
    expect(load(stacked, ['lattice.border=wrap']).scenario.lattice.border).toBe('wrap');
  });

  it('may have migration between two islands', () => {
    const migration = { every: 5, rate: 0.1 };
    const two = `${MINIMAL}population: {islands: 2, migration: {every: 5, rate: 0.1}}\n`;
    expect(load(two).scenario.population.migration).toEqual(migration);
  });

  it('watches every other pair of ports under `watch: all`', () => {
    const { scenario } = load(VARIED.replace('channels:\n', 'channels:\n  watch: all\n'));
    expect(Object.entries(scenario.channels)).toEqual([
      ['A->D', { from: 'A', to: 'D', reward: null }],
      ['C->B', { from: 'C', to: 'B', reward: null }],
      ['E->B', { from: 'E', to: 'B', reward: null }],
      ['E->D', { from: 'E', to: 'D', reward: null }],
      ['leak', { from: 'C', to: 'D', reward: null }],
      ['through', { from: 'A', to: 'B', reward: 2.5 }],
    ]);
  });

  it('can stop on a channel that `watch: all` has named', () => {
    const text = VARIED.replace('channels:\n', 'channels:\n  watch: all\n').replace('{through: 0.9}', '{E->B: 0.5}');
    expect(load(text).scenario.stop.when).toEqual({ 'E->B': 0.5 });
  });
});

describe('an override', () => {
  it('replaces a value, makes maps that are missing, and adds names', () => {
    const { scenario } = load(VARIED.replace(/genome:.*(?=population)/s, ''), [
      'population.size=1000',
      'genome.prior.bit=0.1',
      'channels.leak.to=B',
      'channels.other={from: E, to: D}',
      'lattice.neighbours.1.0=-1',
      'environment.z=fair',
    ]);
    expect(scenario.population.size).toBe(1000);
    expect(scenario.genome.prior).toEqual({ bit: 0.1 });
    expect(scenario.channels.leak).toEqual({ from: 'C', to: 'B', reward: null });
    expect(scenario.channels.other).toEqual({ from: 'E', to: 'D', reward: null });
    expect(scenario.lattice.neighbours).toEqual([
      [0, -1],
      [-1, -1],
      [0, 0],
    ]);
    expect(scenario.environment.z).toEqual({ kind: 'fair', length: null });
  });

  it('rewards a channel that was only watched', () => {
    const rewarded = load(MINIMAL.replace(', reward: 1', ''), ['channels.through.reward=1']);
    expect(rewarded).toEqual(load(MINIMAL));
  });

  it('is refused where YAML would leave a part of it out as a comment, and read where # is quoted or part of a block', () => {
    const rows = '# . .\nA . B\n# . .';
    for (const given of [rows, 'A . B\n  # . .', 'A B # C', '# . .', '{a: 1} # b']) {
      expect(() => load(MINIMAL, [`lattice.map=${given}`])).toThrow(
        /is a comment in YAML, .*expected a text with # in quotes/s,
      );
    }
    expect(() => load(MINIMAL, [`lattice.map=${rows}`])).toThrow(`: lattice.map=${JSON.stringify(rows)}`);
    const block = `|\n${rows.replace(/^/gm, '  ')}`;
    for (const given of [JSON.stringify(rows), block]) {
      expect(load(MINIMAL, [`lattice.map=${given}`]).scenario.lattice.map.trim()).toBe(rows);
    }
    expect(load(MINIMAL, ['description=A#B']).scenario.description).toBe('A#B');
  });

  it('is applied in the order given, the last one winning', () => {
    expect(load(MINIMAL, ['measure.samples=256', 'measure.samples=512']).scenario.measure.samples).toBe(512);
  });

  it('changes one use of an anchored value, not the others', () => {
    const text = MINIMAL.replace('{x: fair}', '{x: &x {biased: 0.2}, y: *x}');
    const { scenario } = load(text, ['environment.y.biased=0.3']);
    expect(scenario.environment).toEqual({
      x: { kind: 'biased', probability: 0.2 },
      y: { kind: 'biased', probability: 0.3 },
    });
  });
});

describe('a seed', () => {
  it('is the same as an integer, as text and on the command line', () => {
    const seeds = [
      load(`${MINIMAL}seed: 7\n`),
      load(`${MINIMAL}seed: "7"\n`),
      load(MINIMAL, ['seed=7']),
      load(MINIMAL, [], '7'),
      load(`${MINIMAL}seed: 8\n`, ['seed=9'], '7'),
    ].map(({ scenario }) => scenario.seed);
    expect(seeds).toEqual([7, 7, 7, 7, 7]);
  });

  it('keeps text that is no plain integer as it is written', () => {
    for (const seed of ['007', '1e3', 'spring', '12345678901234567890', '-0', '0x10', ' 7']) {
      expect(load(MINIMAL, [], seed).scenario.seed).toBe(seed);
    }
    expect(load(`${MINIMAL}seed: "12345678901234567890"\n`).scenario.seed).toBe('12345678901234567890');
  });
});
