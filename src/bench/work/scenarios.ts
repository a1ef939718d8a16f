import { loadScenario } from '../../scenario/load.js';
import type { Scenario } from '../../scenario/scenario.js';

/** A block of units with a write port at its western edge and a read port at its eastern one, in the row `row`. */
function lineMap(rows: number, columns: number, row: number): string {
  return Array.from({ length: rows }, (_, r) => {
    const units = Array.from({ length: columns }, (_, c) => (r === row && c === columns - 1 ? 'B' : '.'));
    return [r === row ? 'A' : '#', ...units].join(' ');
  }).join('\n    ');
}

/** One channel, one mutation per genome, tournament of 3; rows only at the ends, so that they take no time. */
function scenarioText(map: string, neighbours: string, ticks: string): string {
  return `
name: benchmark
seed: 1
lattice:
  map: |
    ${map}
  neighbours: ${neighbours}
  ticks: ${ticks}
environment: {x: fair}
ports:
  A: {write: x}
  B: {read: true, target: x}
channels:
  through: {from: A, to: B, reward: 1}
variation: {mutation: {perGenome: 1}}
measure: {samples: 4096, every: 1000000}
stop: {generations: 1}
`;
}

const load = (text: string, overrides: readonly string[]): Scenario =>
  loadScenario({ text, file: 'benchmark', overrides }).scenario;

export interface LineSize {
  readonly rows: number;
  readonly columns: number;
  /** Row of both ports. */
  readonly row: number;
}

/** The text of {@link lineScenario}'s file, for a program that reads one. */
export function lineText({ rows, columns, row }: LineSize): string {
  return scenarioText(lineMap(rows, columns, row), 'west3', 'auto');
}

/** A line of `columns` columns through `rows` rows of units that read their three western neighbours. */
export function lineScenario(size: LineSize, overrides: readonly string[]): Scenario {
  return load(lineText(size), overrides);
}

/**
 * Units that each read three others anywhere, for a given number of ticks: the only lattice whose units and ticks can
 * be varied one without the other, since within a few ticks of its end the cone is every unit.
 */
export function tangleScenario(units: number, ticks: number, overrides: readonly string[]): Scenario {
  return load(scenarioText(lineMap(1, units, 0), '{random: 3, radius: all}', String(ticks)), overrides);
}
