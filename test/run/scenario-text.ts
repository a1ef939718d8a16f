import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RunOptions } from '../../src/run/options.js';
import { runScenario } from '../../src/run/run.js';
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
measure: {samples: 256, every: 5}
stop: {generations: 23}
`;

/** Overrides that let every phase of a scenario begin in the first few generations, as a shortened run needs. */
export function earlyPhases({ phases }: Scenario): string[] {
  return phases.map((_, index) => `phases.${index}.at=${index + 1}`);
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
