import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../src/base/table.js';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { bundleRun } from '../../src/store/bundle/bundle-run.js';
import { readBundle } from '../../src/store/bundle/read-bundle.js';
import { writeBundle } from '../../src/store/bundle/write-bundle.js';
import { runDigest } from '../../src/store/digest.js';
import { storedTableOf } from '../../src/store/manifest.js';
import type { Axis, Point, Sweep } from '../../src/sweep/design/records.js';
import { layout } from '../../src/sweep/layout.js';
import { runText } from '../run/scenario-text.js';

/** Two axes, one of integers and one of texts, and replicates: what {@link syntheticSweep} varies. */
const AXES: readonly Axis[] = [
  { name: 'size', type: 'integer' },
  { name: 'kind', type: 'text' },
];
const KINDS = ['plain', "it's"];
const REPLICATES = 2;

/** A sweep of as many points, of a base scenario that nobody reads: sizes × kinds × replicates. */
export function syntheticSweep(points: number, changes: Partial<Sweep> = {}): Sweep {
  const digits = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    name: 'synthetic',
    file: 'synthetic.yaml',
    text: '',
    given: { overrides: [], seed: null, evaluator: null },
    base: { file: 'base.yaml', text: '', overrides: [], hash: digits('base'), seed: '1' },
    axes: AXES,
    points: Array.from({ length: points }, (_, index): Point => {
      const replicate = index % REPLICATES;
      const kind = KINDS[Math.floor(index / REPLICATES) % KINDS.length]!;
      const size = Math.floor(index / REPLICATES / KINDS.length);
      const text = `${size} ${kind} ${replicate}`;
      return {
        ...{ index, coordinates: [size, kind], replicate, overrides: [`population.size=${size}`] },
        ...{ seed: digits(`seed ${text}`).slice(0, 16), id: digits(text).slice(0, 20) },
      };
    }),
    commands: ['run'],
    evaluator: null,
    retries: 2,
    checkpoint: 10,
    lease: { beat: 1, stale: 20 },
    ...changes,
  };
}

/** Makes the directory of a sweep as far as a merge, or a look at its state, needs it. */
export function syntheticDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(layout.record(directory), '{}\n');
}

/** A finished run of a point: that of another bundle, with the point's seed, a hash of its own and, if given, other tables. */
export function bundleFor(point: Point, template: Bundle, tables?: readonly Table[]): Bundle {
  const hash = createHash('sha256').update(point.id).digest('hex');
  const { name } = template.parts[0]!.manifest;
  return {
    ...template,
    id: point.id,
    directory: `${name}/${point.seed}-${hash.slice(0, 12)}`,
    parts: template.parts.map((of) => {
      const manifest = { ...of.manifest, seed: point.seed, hash };
      if (tables === undefined || of.part !== null) return { ...of, manifest };
      const stored = tables.map(storedTableOf);
      const digest = runDigest(Object.fromEntries(stored.map((table) => [table.name, table.digest])));
      return { ...of, manifest: { ...manifest, tables: stored, digest }, tables };
    }),
  };
}

/** Puts finished runs into `done/`, as a session does. */
export function finishPoints(directory: string, bundles: Iterable<Bundle>): void {
  for (const bundle of bundles) writeBundle(bundle, layout.done(directory, bundle.id));
}

/** A finished run of the smoke scenario as a template: its results folded below a folder, then read back. */
export async function smokeTemplate(folder: string): Promise<Bundle> {
  const text = readFileSync('scenarios/00-smoke.yaml', 'utf8');
  const { directory } = await runText(text, folder, { form: 'folded', evaluator: 'wasm' });
  const file = join(folder, 'template.jsonl.gz');
  writeBundle(bundleRun(directory, 'template'), file);
  return readBundle(file);
}
