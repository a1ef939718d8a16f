import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** A folder imports only from itself and from folders above it in this list; types of records are free. */
const ORDER = [
  ...['base', 'scenario', 'system', 'simulate', 'information', 'evolution', 'pressure', 'coupling'],
  ...['store', 'run', 'sweep', 'bench', 'cli'],
];

/** What a folder must not know although it stands below: store knows no science, evolution no backend. */
const FORBIDDEN: Record<string, string[]> = {
  store: ['scenario', 'system', 'simulate', 'information', 'evolution', 'pressure', 'coupling'],
  evolution: ['simulate', 'information'],
  pressure: ['simulate', 'information'],
  coupling: ['scenario', 'system', 'simulate', 'information', 'evolution'],
  information: ['scenario', 'system', 'simulate'],
};

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : path.endsWith('.ts') ? [path] : [];
  });
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = sources('src');
const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(from, 'utf8');
  const found = [...text.matchAll(/(?:import|export)\s+(type\s)?[^;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/g)];
  return found.map(([, type, named, dynamic]) => ({
    from,
    to: normalize(join(dirname(from), (named ?? dynamic)!)).replace(/\.js$/, '.ts'),
    typeOnly: type !== undefined,
  }));
});
const folderOf = (file: string): string => relative('src', file).split('/')[0]!;

describe('the folders of src', () => {
  it('are the ones that the map names', () => {
    expect([...new Set(files.map(folderOf))].sort()).toEqual([...ORDER].sort());
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import only from above, and nothing that they must not know', () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      const [here, there] = [folderOf(from), folderOf(to)];
      if (here === there || typeOnly) return false;
      return ORDER.indexOf(there) > ORDER.indexOf(here) || FORBIDDEN[here]?.includes(there);
    });
    expect(wrong).toEqual([]);
  });

  it('never import a worker, and have no circle of files', () => {
    expect(imports.filter(({ to }) => to.startsWith('workers'))).toEqual([]);
    const edges = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const visit = (file: string, path: string[]): void => {
      if (path.includes(file)) throw new Error(`circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of edges.keys()) visit(file, []);
  });
});
