import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../src/base/table.js';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { sqlParquet, withDuckDB } from '../../src/store/duckdb.js';
import type { Point, Sweep } from '../../src/sweep/design/records.js';
import { layout } from '../../src/sweep/layout.js';
import { type Merged, mergeSweep } from '../../src/sweep/merge/merge-sweep.js';
import { manifestOf, tableOf } from '../store/fixtures.js';
import { bundleFor, finishPoints, syntheticDirectory } from './synthetic-sweep.js';

/** Tables of point n: of n % 4 rows, every seventh with an integer beyond 32 bits. */
function tablesOf(n: number): Table[] {
  const rows = Array.from({ length: n % 4 }, (_, k) => k);
  return [
    tableOf('empty', ['k', 'integer', []]),
    tableOf(
      'levels',
      ['generation', 'integer', rows.map((k) => (n % 7 === 3 ? 2 ** 40 : 1) * (n + k))],
      ['mean', 'double', rows.map((k) => (k === 1 ? null : k === 2 ? -0 : (n + k) / 7))],
      ['label', 'text', rows.map((k) => (k === 0 ? null : `${n} "${k}"`))],
    ),
  ];
}

export const curve = tableOf('curve', ['level', 'integer', [0, 1]], ['bits', 'double', [0, 1.5]]);
/** What stands in the manifests of all. */
export const template: Bundle = {
  id: '',
  directory: '',
  parts: [
    {
      ...{ part: null, tables: [], log: [{ time: 't', event: 'started', host: 'n1' }] },
      manifest: manifestOf([], {
        summary: { generation: 20, ended: 'generations', elapsedMs: 12.5, deep: { elapsedMs: 3 } },
      }),
    },
    { part: 'pressure', manifest: manifestOf([curve], { part: 'pressure', summary: null }), tables: [curve], log: [] },
  ],
  files: { 'pressure/summary.json': { needed: 3, elapsedMs: 40 }, 'pressure/certificate.json': { alpha: 0.05 } },
};
/** Finished runs of points: a few rows each, other ones for each size and replicate. */
export const bundlesOf = (points: readonly Point[], elapsedMs = 12.5): Bundle[] =>
  points.map((point) => {
    const bundle = bundleFor(point, template, tablesOf(Number(point.coordinates[0]) * 5 + point.replicate));
    const [run, ...others] = bundle.parts;
    const manifest = { ...run!.manifest, summary: { ...(run!.manifest.summary as object), elapsedMs } };
    return { ...bundle, parts: [{ ...run!, manifest }, ...others] };
  });

/** Merges with all points finished in groups, a merge after each. */
export async function mergedIn(
  directory: string,
  sweep: Sweep,
  groups: readonly (readonly Point[])[],
  elapsedMs?: number,
) {
  syntheticDirectory(directory);
  const all: Merged[] = [];
  for (const points of groups) {
    finishPoints(directory, bundlesOf(points, elapsedMs));
    all.push(await mergeSweep(sweep, directory));
  }
  return all;
}

/** A digest of the rows, columns and types of every merged table. */
export async function contentOf(directory: string): Promise<Record<string, string>> {
  const tables = layout.tables(directory);
  return withDuckDB(async (connection) => {
    const found: Record<string, string> = {};
    for (const name of readdirSync(tables).filter((other) => other.endsWith('.parquet'))) {
      const reader = await connection.runAndReadAll(`SELECT * FROM ${sqlParquet([join(tables, name)])}`);
      const columns = reader.columnNames().map((column, c) => `${column} ${reader.columnType(c)}`);
      const text = JSON.stringify([columns, reader.getRowsJson()], (_, v) => (Object.is(v, -0) ? '-0' : v));
      found[name] = createHash('sha256').update(text).digest('hex');
    }
    return found;
  });
}

/** The rows of a query over the merged tables. */
export async function rowsOf(directory: string, sql: string): Promise<unknown[]> {
  return withDuckDB(async (connection) => {
    for (const name of readdirSync(layout.tables(directory)).filter((other) => other.endsWith('.parquet'))) {
      const source = sqlParquet([join(layout.tables(directory), name)]);
      await connection.run(`CREATE VIEW ${name.replace('.parquet', '')} AS SELECT * FROM ${source}`);
    }
    return (await connection.runAndReadAll(sql)).getRowsJson();
  });
}
