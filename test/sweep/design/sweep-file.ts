import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { FaultList } from '../../../src/base/errors.js';
import { loadSweep, type SweepSource } from '../../../src/sweep/design/load.js';
import type { Sweep } from '../../../src/sweep/design/records.js';
import { MINIMAL } from '../../scenario/texts.js';

/** Loads sweeps that are given as text, from a folder of their own with the base scenario `base.yaml` in it. */
export function sweepLoader() {
  const folder = mkdtempSync(join(tmpdir(), 'scarce-sweep-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'base.yaml'), MINIMAL);
  const file = join(folder, 'sweep.yaml');
  const load = (text: string, more: Partial<SweepSource> = {}): Promise<Sweep> => {
    writeFileSync(file, `name: sweep\nscenario: base.yaml\n${text}`);
    return loadSweep({ file, ...more });
  };
  /** Faults without the folder's name; line 3 is the first of the given text. */
  const faultsOf = async (text: string, more: Partial<SweepSource> = {}): Promise<string[]> => {
    try {
      await load(text, more);
    } catch (error) {
      if (error instanceof FaultList) return error.faults.map((fault) => fault.replaceAll(`${folder}/`, ''));
      throw error;
    }
    return [];
  };
  return { folder, file, load, faultsOf };
}
