import type { TableSpec } from '../../base/table.js';
import type { IndexedRun } from '../../store/pack/pack-index.js';
import { nameInRun } from '../../store/parts.js';

/** What the manifests of many runs say of one table. */
export interface ExpectedTable {
  /** As the first run has it, under its own name. */
  readonly spec: TableSpec;
  /** Digest of its rows, by the run's id. */
  readonly digests: Map<string, string>;
}

/** By the tables' names in queries. */
export type Expected = Map<string, ExpectedTable>;

/** Adds what the manifests of a run say. */
export function expectRun(expected: Expected, { id, parts }: IndexedRun): void {
  for (const { part, manifest } of parts) {
    for (const stored of manifest.tables) {
      const named = nameInRun(part, stored.name);
      const table = expected.get(named) ?? { spec: stored, digests: new Map() };
      expected.set(named, table);
      table.digests.set(id, stored.digest);
    }
  }
}
