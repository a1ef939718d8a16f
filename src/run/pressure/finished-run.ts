import type { ScoreCount } from '../../pressure/held/earned.js';
import { findManifest } from '../../store/find-manifest.js';
import type { Manifest } from '../../store/manifest.js';
import { readStoredTable } from '../../store/stored-tables.js';
import type { Summary } from '../results/summary.js';

/** What a pressure curve is compared with: the run of the same scenario and seed. */
export interface FinishedRun {
  readonly digest: string;
  readonly summary: Summary;
  /** `[island]`: the scores of its individuals at the last generation, ascending. */
  readonly scores: (score: string) => Promise<ScoreCount[][]>;
}

/** The finished run in a run directory, or in words why there is none to compare with. */
export function findFinishedRun(directory: string, hash: string, seed: string): FinishedRun | string {
  const manifest = findManifest(directory);
  if (manifest === null) return 'no run of this scenario and seed here yet';
  if (manifest.hash !== hash || manifest.seed !== seed) return 'the run here is of another scenario or seed';
  if (manifest.status !== 'done') return `the run here is not finished (status ${manifest.status})`;
  const summary = manifest.summary as unknown as Summary;
  return { digest: manifest.digest!, summary, scores: (score) => lastScores(directory, manifest, summary, score) };
}

async function lastScores(
  directory: string,
  manifest: Manifest,
  { generation, islands }: Summary,
  score: string,
): Promise<ScoreCount[][]> {
  const found: ScoreCount[][] = Array.from({ length: islands }, () => []);
  const stored = manifest.tables.find(({ name }) => name === 'scores')!;
  const { columns } = await readStoredTable(directory, stored);
  const [generations, island, scores, values, individuals] = columns as [
    number[],
    number[],
    string[],
    number[],
    number[],
  ];
  generations.forEach((at, row) => {
    if (at !== generation || scores[row] !== score) return;
    found[island[row]!]!.push({ value: values[row]!, individuals: individuals[row]! });
  });
  return found;
}
