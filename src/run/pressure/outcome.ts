import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError } from '../../base/errors.js';
import { writeFileAtomically } from '../../store/atomic-file.js';
import { guardFiles } from '../../store/device-fault.js';
import type { PressureSummary } from './summary.js';

/** What a pressure curve came to. */
export interface PressureOutcome {
  readonly status: 'done' | 'stopped';
  /** The run directory; the curve is in its folder `pressure`. */
  readonly directory: string;
  readonly name: string;
  readonly seed: string;
  readonly hash: string;
  /** Levels of all repeats together at which it was stopped; null where it is done. */
  readonly levels: number | null;
  /** Null where it was stopped. */
  readonly digest: string | null;
  readonly summary: PressureSummary | null;
  /** True where the curve was there already and only compared anew. */
  readonly stored: boolean;
}

const SUMMARY = 'summary.json';

/** @param directory of the part, `<run directory>/pressure` */
export function writeSummary(directory: string, summary: unknown): void {
  writeFileAtomically(join(directory, SUMMARY), `${JSON.stringify(summary, null, 2)}\n`);
}

/** @throws DeviceError where the file is missing or damaged */
export function readSummary(directory: string): PressureSummary {
  const file = join(directory, SUMMARY);
  const text = guardFiles('read', file, () => readFileSync(file, 'utf8'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DeviceError(`${file}: not JSON (${(error as Error).message}): remove ${directory} and run again`);
  }
  const isWhole = typeof value === 'object' && value !== null && 'comparison' in value && 'needed' in value;
  if (!isWhole)
    throw new DeviceError(`${file}: not the summary of a pressure curve: remove ${directory} and run again`);
  return value as PressureSummary;
}
