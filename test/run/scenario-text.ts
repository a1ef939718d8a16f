import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { SAMPLE_GRANULE } from '../../src/base/planes.js';
import type { RunOptions } from '../../src/run/options.js';
import { runScenario } from '../../src/run/run.js';
import { LEAST_SAMPLES_PER_CELL } from '../../src/scenario/limits.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { Scenario } from '../../src/scenario/scenario.js';

/** A scenario that runs in a fraction of a second and uses crossover, migration, noise, a watched channel and regions. */
export const SMALL_SCENARIO = `
name: small
seed: 11
lattice:
  map: |
    # . . .
    A g . B
    C . . D
  neighbours: west3
  noise: 0.02
environment:
  x: fair
  z: {biased: 0.3}
ports:
  A: {write: x}
  B: {read: true, target: x}
  C: {write: z}
  D: {read: true}
channels:
  through: {from: A, to: B, reward: 1}
  leak: {from: C, to: D}
genome:
  fixed: {g: {or: [0, 1]}}
population: {size: 30, islands: 3, migration: {every: 4, rate: 0.1}}
variation: {mutation: {perGenome: 1}, crossover: {kind: uniform, rate: 0.5}}
measure: {samples: 256, every: 5, prior: 3}
stop: {generations: 23}
`;

/** Overrides that let every phase of a scenario begin in the first few generations, as a shortened run needs. */
export function earlyPhases({ phases }: Scenario): string[] {
  return phases.map((_, index) => `phases.${index}.at=${index + 1}`);
}

/** The override that measures a scenario on as few samples as its widest channel allows, 128 at least. */
export function fewestSamples({ lattice, channels }: Scenario): string {
  const sites = (letter: string): number => lattice.map.split(letter).length - 1;
  const bits = Object.values(channels).map(({ from, to, reward }) =>
    Math.max(sites(from) + sites(to), reward === null ? 0 : 2 * sites(to)),
  );
  const least = LEAST_SAMPLES_PER_CELL * 2 ** Math.max(...bits);
  return `measure.samples=${SAMPLE_GRANULE * Math.ceil(least / SAMPLE_GRANULE)}`;
}

/** The override that leaves a scenario two islands at most, whatever it has. */
export function fewestIslands({ population }: Scenario): string {
  return `population.islands=${Math.min(2, population.islands)}`;
}

/** A folder for the tests of one file, removed after them. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scarce-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Options of a run of a scenario given as text. */
export function runOptions(
  text: string,
  out: string,
  more: Partial<RunOptions> & { overrides?: string[] } = {},
): RunOptions {
  const { overrides = [], ...rest } = more;
  const { scenario, hash } = loadScenario({ text, file: 'small.yaml', overrides });
  return {
    ...{ scenario, hash, text, out, workers: 0, evaluator: 'reference', resume: false, packageVersion: '0.0.0' },
    ...rest,
  };
}

export async function runText(
  text: string,
  out: string,
  more: Partial<RunOptions> & { overrides?: string[] } = {},
): ReturnType<typeof runScenario> {
  return runScenario(runOptions(text, out, more));
}
