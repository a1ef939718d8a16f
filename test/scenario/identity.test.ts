import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/scenario/identity.js';
import { loadScenario } from '../../src/scenario/load.js';
import { MINIMAL, VARIED } from './texts.js';

const hash = (text: string, overrides: string[] = [], seed?: string): string =>
  loadScenario({ text, file: 'f.yaml', overrides, ...(seed === undefined ? {} : { seed }) }).hash;

const replaced = (from: string, to: string): string => {
  expect(VARIED).toContain(from);
  return VARIED.replace(from, to);
};

/** Sections and the entries of a section in reverse order. */
function reversed(text: string): string {
  const sections = text.split(/\n(?=[a-z])/).map((section) => {
    const [head, ...rest] = section.trimEnd().split(/\n(?= {2}\S)/);
    return [head, ...rest.reverse()].join('\n');
  });
  const [comment, ...keys] = sections;
  return `${[comment, ...keys.reverse()].join('\n')}\n`;
}

describe('the hash of a scenario', () => {
  it('ignores comments, name, description and seed', () => {
    const known = hash(VARIED);
    expect(hash(replaced('# A comment at the top.', '# Another.'))).toBe(known);
    expect(hash(`${VARIED}# The end.\n`)).toBe(known);
    expect(hash(replaced('name: varied', 'name: other'))).toBe(known);
    expect(hash(replaced('a bit of everything', 'nothing of interest'))).toBe(known);
    expect(hash(replaced('seed: 7', 'seed: 8'))).toBe(known);
    expect(hash(VARIED, [], 'spring')).toBe(known);
  });

  it('ignores the order of keys', () => {
    const other = reversed(VARIED);
    expect(other.indexOf('stop:')).toBeLessThan(other.indexOf('lattice:'));
    expect(other.indexOf('  z: {biased')).toBeLessThan(other.indexOf('  x: fair'));
    expect(hash(other)).toBe(hash(VARIED));
  });

  it.each([
    [
      'an alias for its value',
      '  z: {biased: 0.3}',
      '  z: &z {biased: 0.3}',
      '  y: {copy: x, flip: 0.05}',
      '  y: {copy: x, flip: 0.05}',
    ],
    ['a default spelt out', 'stop:', 'units: {kind: lut}\nstop:', '', ''],
    ['other digits of the same number', 'noise: 0.01', 'noise: 1e-2', 'bit: 0.4', 'bit: .40'],
    ['a table as an integer', '"0b10010110"', '150', '', ''],
    ['quotes', '{copy: x, flip', '{"copy": \'x\', flip', '', ''],
    ['blanks in the map', '    A g . h B', '    Ag.   hB  ', '    C . . . D', '    C ...D'],
    ['an empty line above the map', 'map: |\n', 'map: |\n\n', '', ''],
    ['a whole float for an integer', 'size: 40', 'size: 40.0', '', ''],
    [
      'block style for flow style',
      'selection: {scheme: truncation, fraction: 0.25}',
      'selection:\n  scheme: truncation\n  fraction: 0.25',
      '',
      '',
    ],
  ])('is unchanged by %s', (_, from, to, from2, to2) => {
    expect(hash(replaced(from, to).replace(from2, to2))).toBe(hash(VARIED));
  });

  it('is that of the text with its aliases written out', () => {
    const text = replaced('  z: {biased: 0.3}', '  z: &z {biased: 0.3}\n  also: *z');
    expect(hash(text)).toBe(hash(replaced('  z: {biased: 0.3}', '  z: {biased: 0.3}\n  also: {biased: 0.3}')));
    expect(hash(text)).not.toBe(hash(VARIED));
  });

  it('is the same for a value in the file and in an override', () => {
    expect(hash(VARIED, ['population.size=60'])).toBe(hash(replaced('size: 40', 'size: 60')));
    expect(hash(VARIED, ['population.size=40'])).toBe(hash(VARIED));
  });

  it('is still that of earlier versions for a scenario without what they did not know', () => {
    const shipped = (file: string): string => hash(readFileSync(join('scenarios', file), 'utf8'));
    expect(shipped('00-smoke.yaml')).toBe('5a1dce5a610cd1f6f1f9ee8255cf445857779d70e88c7b64a35e6542d871a391');
    expect(shipped('10-line.yaml')).toBe('edf7dc3cf7ae83449f47efda8ad51a3f9e1a8a40e8d3acd69da8c98dd5a131aa');
    const asItIs = ['genome.begin=prior', 'genome.shared=[]', 'phases=[]', 'demons={}'];
    expect(hash(VARIED, asItIs)).toBe(hash(VARIED));
  });

  it('is the same for groups of shared units, and letters in them, in any order', () => {
    const sharing = (groups: string): string => hash(MINIMAL, ['lattice.map=A s t B', `genome.shared=${groups}`]);
    expect(sharing('[[t, s], [B]]')).toBe(sharing('[[B], [s, t]]'));
    expect(sharing('[[t, s], [B]]')).not.toBe(sharing('[[t, B], [s]]'));
  });

  it('is the same for a preset and its list of offsets, in their order', () => {
    const list = (offsets: string): string => hash(MINIMAL, [`lattice.neighbours=${offsets}`]);
    expect(list('west3')).toBe(list('[[-1, -1], [0, -1], [1, -1]]'));
    expect(list('west3')).not.toBe(list('[[0, -1], [-1, -1], [1, -1]]'));
  });

  it('is the same for `watch: all` and the channels it stands for', () => {
    const all = replaced('channels:\n', 'channels:\n  watch: all\n');
    const listed = replaced(
      'channels:\n',
      [
        'channels:',
        'A->D: {from: A, to: D}',
        'C->B: {from: C, to: B}',
        'E->B: {from: E, to: B}',
        'E->D: {from: E, to: D}',
        '',
      ]
        .join('\n  ')
        .trimEnd()
        .concat('\n'),
    );
    expect(hash(all)).toBe(hash(listed));
  });

  it('is what it was before there were pressure curves where the file says nothing of one, and changes with one', () => {
    // As computed by version 0.1.0, which knew no pressure.
    expect(hash(MINIMAL)).toBe('1111cdaee0dfdca6fce6dc3b3a785def70964b16f60d7630e713de7b562a0ee2');
    expect(hash(VARIED)).toBe('c0ecb0206d6faf79998f335878128f6f6e358cc50f09c8e43bae312cc83c787a');
    const given = hash(MINIMAL, ['pressure={}']);
    expect(given).not.toBe(hash(MINIMAL));
    expect(hash(MINIMAL, ['pressure={particles: 1000, until: {bits: 40.0}}'])).toBe(given);
    expect(hash(MINIMAL, ['pressure.on=through'])).toBe(
      hash(MINIMAL, ['pressure.on={channel: through, context: all}']),
    );
    const others = [
      'on=through',
      'until={strength: 0.5}',
      'particles=100',
      'repeats=4',
      'direction=close',
      'alpha=0.01',
    ];
    const hashes = [given, ...others.map((set) => hash(MINIMAL, [`pressure.${set}`]))];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it.each([
    ['the map', '    E # . . D', '    E . . . D'],
    ['neighbours', '[0, 0]]', '[-1, 0]]'],
    ['noise', 'noise: 0.01', 'noise: 0.02'],
    ['a probability of the environment', 'biased: 0.3', 'biased: 0.31'],
    ['the order of operands', '[v, m]', '[m, v]'],
    ['the kind of a gate', '{majority: [x', '{and: [x'],
    ['a scalar made a vector of one element', '  x: fair', '  x: {fair: 1}'],
    ['a target', 'target: y', 'target: x'],
    ['a reward', 'reward: 2.5', 'reward: 2'],
    ['the name of a channel', 'leak:', 'seep:'],
    ['a fixed gate', 'g: {xor: [0, 1]}', 'g: {xor: [0, 2]}'],
    ['the prior', 'bit: 0.4', 'bit: 0.5'],
    ['a prior family', '{bit: 0.4}', '{family: linear}'],
    ['the gate to begin with', '  prior: {bit: 0.4}', '  prior: {bit: 0.4}\n  begin: {copy: 0}'],
    ['shared units', '  prior: {bit: 0.4}', '  prior: {bit: 0.4}\n  shared: [[B, D]]'],
    ['a phase', 'stop:', 'phases: [{at: 5, selection: {scheme: none}}]\nstop:'],
    ['migration', 'every: 5', 'every: 6'],
    ['selection', 'fraction: 0.25', 'fraction: 0.3'],
    ['crossover', 'onePoint', 'uniform'],
    ['samples', 'samples: 256', 'samples: 384'],
    ['the end', 'generations: 30', 'generations: 31'],
  ])('changes with %s', (_, from, to) => {
    expect(hash(replaced(from, to))).not.toBe(hash(VARIED));
  });
});

describe('canonical JSON', () => {
  it('sorts keys by code point at every level and has no blanks', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: 0.5, B: true, '10': 1, '9': 2 })).toBe(
      '{"10":1,"9":2,"B":true,"a":0.5,"b":[1,{"c":"é","d":null}]}',
    );
  });
});
