import { describe, expect, it } from 'vitest';
import { documentedSweep } from './documented-sweep.js';
import { sweepLoader } from './sweep-file.js';

const { faultsOf } = sweepLoader();
const SIZE = 'size: {key: population.size, values: [10, 20]}';

/** What is wrong with a sweep, `name` and `scenario` in lines 1 and 2: the text from line 3 on, and all its faults. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'unknown keys, with the nearest',
    'replicate: 3\ncommand: [run]',
    [
      'sweep.yaml:3:1: replicate: unknown key; did you mean "replicates"? expected one of name, scenario, set, axes, design, where, replicates, commands, evaluator, retries, checkpoint, lease',
      'sweep.yaml:4:1: command: unknown key; did you mean "commands"? expected one of name, scenario, set, axes, design, where, replicates, commands, evaluator, retries, checkpoint, lease',
    ],
  ],
  [
    'an axis that is a column',
    'axes:\n  bits: {key: population.size, values: [1]}',
    ['sweep.yaml:4:3: axes.bits: a column of the merged tables has this name; expected another'],
  ],
  [
    'an axis of no usable name',
    'axes: {Size: {key: population.size, values: [1]}}',
    [
      'sweep.yaml:3:8: axes.Size: not usable as a name; expected a name: a small letter, then small letters, digits or _, at most 40 characters',
    ],
  ],
  [
    'an axis of two kinds',
    'axes:\n  size: {key: population.size, values: [1], range: {from: 1, to: 2, count: 2}}',
    ['sweep.yaml:4:9: axes.size: two kinds at once (values, range); expected one of them'],
  ],
  [
    'an axis without a key',
    'axes:\n  size: {values: [1]}',
    [
      'sweep.yaml:4:3: axes.size.key: missing; expected the path of a key, such as population.size, or a list of such paths, each once',
    ],
  ],
  [
    'an axis of no kind, whose key is no fault of it',
    'axes:\n  size: {key: population.size}',
    [
      'sweep.yaml:4:9: axes.size: {"key":"population.size"}; expected an axis: one of {levels: {label: {path: value}}}, {key, values: […]}, {key, range: {from, to, count}}, {key, log: {from, to, count}}, {key, between: [least, largest]}',
    ],
  ],
  [
    'a path that is none',
    'axes:\n  size: {key: population..size, values: [1]}',
    [
      'sweep.yaml:4:15: axes.size.key: "population..size"; expected the path of a key of the scenario, such as population.size, its steps joined by dots',
    ],
  ],
  [
    'values of no column',
    'axes:\n  size: {key: population.size, values: [[1, 2]]}',
    [
      'sweep.yaml:4:41: axes.size.values.0: [1,2]; expected a number or text; what is neither (a list, a map, true) is set by levels, each with a label',
    ],
  ],
  [
    'a value twice',
    'axes:\n  size: {key: population.size, values: [1, 2, 1.0]}',
    ['sweep.yaml:4:40: axes.size.values: gives 1 twice; expected different values'],
  ],
  [
    'a range that rounds to one integer twice',
    'axes:\n  size: {key: population.size, range: {from: 1, to: 3, count: 5}, whole: true}',
    ['sweep.yaml:4:39: axes.size.range: gives 2 twice; expected different values: a smaller count, or whole: false'],
  ],
  [
    'ranges without length and logarithms of nothing',
    'axes:\n  size: {key: population.size, range: {from: 1, to: 1, count: 5}}\n  rate: {key: variation.mutation.perGenome, log: {from: 0, to: 1, count: 3}}\n  steps: {key: measure.every, range: {from: 1, to: 10, step: 1e-9}}',
    [
      'sweep.yaml:4:39: axes.size.range: from 1 to 1; expected two different ends',
      'sweep.yaml:5:50: axes.rate.log: from 0 to 1; expected both ends above 0',
      'sweep.yaml:6:38: axes.steps.range: 9000000001 values; expected at most 1000000',
    ],
  ],
  [
    'intervals that are none',
    'axes:\n  a: {key: lattice.noise, between: [1, 0]}\n  b: {key: population.size, between: [0, 9], scale: log}\n  c: {key: population.islands, between: [1, 9.5], whole: true}\ndesign: {sobol: {axes: [a, b, c], points: 4}}',
    [
      'sweep.yaml:4:36: axes.a.between: [1, 0]; expected the least value first, below the largest',
      'sweep.yaml:5:38: axes.b.between: [0, 9]; expected ends above 0, for scale: log',
      'sweep.yaml:6:41: axes.c.between: [1, 9.5]; expected integers, for whole: true',
    ],
  ],
  [
    'a continuous axis that nothing draws from',
    'axes:\n  noise: {key: lattice.noise, between: [0, 0.1]}',
    [
      'sweep.yaml:4:10: axes.noise: noise is continuous (between); expected it in a design that draws from it, such as {sobol: {axes: [noise], points: 64}}',
    ],
  ],
  [
    'axes of a design that are not there, there twice, or left out',
    `axes:\n  ${SIZE}\n  rate: {key: variation.mutation.perGenome, values: [1]}\ndesign: {product: [size, sise, size]}`,
    [
      'sweep.yaml:6:9: design: does not use rate; expected every axis once',
      'sweep.yaml:6:26: design.product.1: sise: no axis of this name; did you mean "size"? expected one of size, rate',
      'sweep.yaml:6:32: design.product.2: axis size for the second time; expected every axis once',
    ],
  ],
  [
    'a zip of unequal lengths',
    `axes:\n  ${SIZE}\n  rate: {key: variation.mutation.perGenome, values: [1]}\ndesign: {zip: [size, rate]}`,
    ['sweep.yaml:6:15: design.zip: parts of 2, 1 points; expected parts of equal length'],
  ],
  [
    "Sobol' points beside themselves",
    'axes:\n  a: {key: lattice.noise, between: [0, 1]}\n  b: {key: variation.mutation.perGenome, between: [0, 1]}\ndesign: {zip: [{sobol: {axes: [a], points: 2}}, {sobol: {axes: [b], points: 2}}]}',
    [
      "sweep.yaml:6:15: design.zip: two sets of Sobol' points, which would go along with one another; expected one of all their axes",
    ],
  ],
  [
    'two axes that set one key, and a setting of all points that no point has',
    `set:\n  population.size: 5\naxes:\n  ${SIZE}\n  all: {levels: {a: {population: {size: 3}}, b: {}}}`,
    [
      'sweep.yaml:4:3: set."population.size": has no effect, since axis size sets population.size in every point; expected one of them',
      'sweep.yaml:7:3: axes.all: sets population, and axis size population.size; expected one axis to do so',
    ],
  ],
  [
    'replicates of a seed that is set',
    'axes: {origin: {key: seed, values: [1, 2]}}\nreplicates: 2',
    ['sweep.yaml:4:13: replicates: 2, though axis origin sets the seed; expected one of them'],
  ],
  [
    'the same run twice',
    'axes:\n  size: {key: population.size, between: [1, 2], whole: true}\ndesign: {latin: {axes: [size], points: 4}}',
    [
      expect.stringMatching(
        /^sweep\.yaml:5:9: design: two points are the same run: size \d, replicate 0, and size \d, replicate 0; expected each once$/,
      ),
    ] as unknown as string[],
  ],
  [
    'too many points',
    'axes:\n  size: {key: population.size, range: {from: 1, to: 2000, step: 1}}\nreplicates: 1000',
    ['sweep.yaml:4:3: axes: 2000000 points; expected at most 1000000'],
  ],
  [
    'commands, an evaluator and times that cannot be',
    'commands: [run, run]\nevaluator: wasn\nlease: {beat: 60}',
    ['sweep.yaml:3:11: commands: ["run","run"]; expected a list of run, pressure or both, each once'],
  ],
  [
    'faults of the base with what the sweep sets in it, and its own',
    'set:\n  population.size: -1\n  latice.noise: 0\nlease: {beat: 60}\nevaluator: wasn',
    [
      'sweep.yaml:6:8: lease: stale after 120 s at a beat of 60 s; expected at least 3 beats',
      expect.stringMatching(
        /^sweep\.yaml:4:3: population\.size: -1; expected an integer from 1 to \d+$/,
      ) as unknown as string,
      expect.stringMatching(/^sweep\.yaml:5:3: latice: unknown key; did you mean "lattice"\?/) as unknown as string,
    ],
  ],
  [
    'an evaluator that is none',
    'evaluator: wasn',
    [expect.stringMatching(/^sweep\.yaml:3:12: evaluator: evaluator "wasn"; expected one of /) as unknown as string],
  ],
];

describe('a broken sweep file', () => {
  for (const [what, text, expected] of BROKEN) {
    it(`is refused for ${what}`, async () => {
      expect(await faultsOf(text)).toEqual(expected);
    });
  }

  it('names what the command line gave, and a base that is not there', async () => {
    expect(await faultsOf('', { overrides: ['population.size=x'] })).toEqual([
      expect.stringMatching(/^--set population\.size=x: population\.size: "x"; expected an integer/),
    ]);
    expect(await faultsOf(`axes:\n  ${SIZE}`, { overrides: ['population.size=3'] })).toEqual([
      '--set population.size=3: has no effect, since axis size sets population.size in every point; expected one of them',
    ]);
    expect(await faultsOf('', { base: 'nowhere.yaml' })).toEqual([
      'sweep.yaml:2:11: scenario: nowhere.yaml: no such file; expected the base scenario',
    ]);
  });

  it('is refused with its faults and never with ours, however it is damaged', async () => {
    const text = documentedSweep()
      .replace(/^name.*\nscenario.*\n/, '')
      .replace(/^where.*\n/m, '')
      .replace('points: 64', 'points: 2');
    const words = [...text.matchAll(/[\w.'-]+|[[\]{},:]/g)];
    const others = ['', '~', '-1', '[]', '{}', 'x', '1e999', '"a b"', 'true', '__proto__', '*a'];
    let refused = 0;
    // Every forty-third of all words with all others in their places; all of them were tried once.
    for (let i = 0; i < words.length * others.length; i += 43) {
      const { 0: word, index } = words[Math.floor(i / others.length)]!;
      const damaged = text.slice(0, index) + others[i % others.length] + text.slice(index + word.length);
      refused += Math.min(1, (await faultsOf(damaged)).length);
    }
    expect(refused).toBeGreaterThan(40);
  });
});
