import fc from 'fast-check';
import { wordStream } from './hand-system.js';

/** What a random scenario varies; the rest is drawn from `seed`. */
export interface ScenarioShape {
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly neighbourCount: number;
  /** Sites of the write port A and of the read port B. */
  readonly sourceSites: number;
  readonly sinkSites: number;
  readonly ticks: number;
  readonly noise: number;
  readonly border: string;
  readonly start: string;
  /** Members of `genome`, in YAML. */
  readonly prior: string;
  readonly begin: string;
  readonly shared: string;
  readonly phases: string;
}

export const scenarioShapes: fc.Arbitrary<ScenarioShape> = fc.record({
  seed: fc.nat(1_000_000),
  rows: fc.integer({ min: 2, max: 4 }),
  columns: fc.integer({ min: 4, max: 6 }),
  neighbourCount: fc.integer({ min: 1, max: 5 }),
  sourceSites: fc.integer({ min: 1, max: 2 }),
  sinkSites: fc.integer({ min: 1, max: 2 }),
  ticks: fc.integer({ min: 1, max: 5 }),
  noise: fc.constantFrom(0, 0, 0.1),
  border: fc.constantFrom('random', 'zero', 'wrap'),
  start: fc.constantFrom('random', 'zero'),
  prior: fc.constantFrom(
    '{bit: 0.5}',
    '{bit: 0.2}',
    '{family: balanced}',
    '{family: linear}',
    '{family: sparse}',
    '{family: reversible}',
  ),
  begin: fc.constantFrom('prior', 'prior', '{copy: 0}', '{not: 0}'),
  shared: fc.constantFrom('[]', '[[s]]', '[[s, D]]', '[[D], [s, B]]'),
  phases: fc.constantFrom('[]', '[{at: 1, variation: {mutation: {perGenome: 3}}}, {at: 2, selection: {scheme: none}}]'),
});

/**
 * The text of a small scenario without any symmetry: ports, gaps, units, a fixed region and one whose units may share a
 * locus on random sites, neighbours at random distinct offsets of up to one site, itself included; two islands, crossover
 * that a phase may end, a rewarded, a watched and an unwatched pair.
 */
export function randomScenario(shape: ScenarioShape): string {
  const { rows, columns, neighbourCount, sourceSites, sinkSites } = shape;
  const stream = wordStream(shape.seed);
  const shuffled = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    return items.map(() => left.splice(stream.nextBelow(left.length), 1)[0]!);
  };
  const letters = ['A'.repeat(sourceSites), 'B'.repeat(sinkSites), 'CDgs'].join('').split('');
  const rest = Array.from(
    { length: rows * columns - letters.length },
    () => ['#', 's', '.', '.', '.'][stream.nextBelow(5)]!,
  );
  const sites = shuffled([...letters, ...rest]);
  const map = Array.from({ length: rows }, (_, row) => sites.slice(row * columns, (row + 1) * columns).join(' '));
  const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => [row, column]));
  const offsets = shuffled(around).slice(0, neighbourCount);
  const variable = (length: number): string => (length === 1 ? 'fair' : `{fair: ${length}}`);
  return `
name: random
seed: ${shape.seed}
lattice:
  map: |
${map.map((line) => `    ${line}`).join('\n')}
  neighbours: ${JSON.stringify(offsets)}
  ticks: ${shape.ticks}
  noise: ${shape.noise}
  border: ${shape.border}
  start: ${shape.start}
environment:
  x: ${variable(sourceSites)}
  z: {biased: 0.3}
  t: ${sourceSites === sinkSites ? '{copy: x}' : variable(sinkSites)}
ports:
  A: {write: x}
  B: {read: true, target: t}
  C: {write: z}
  D: {read: true}
channels:
  through: {from: A, to: B, reward: 1}
  leak: {from: C, to: D}
genome:
  prior: ${shape.prior}
  begin: ${shape.begin}
  shared: ${shape.shared}
  fixed: {g: {not: 0}}
population: {size: 5, islands: 2}
selection: {scheme: truncation, fraction: 0.4}
variation: {mutation: {perGenome: 0.7}, crossover: {kind: uniform, rate: 0.3}}
measure: {samples: 128, every: 3, prior: 1}
phases: ${shape.phases}
stop: {generations: 3}
`;
}
