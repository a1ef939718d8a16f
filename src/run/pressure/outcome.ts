import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError } from '../../base/errors.js';
import { writeFileAtomically } from '../../store/atomic-file.js';
import { guardFiles } from '../../store/device-fault.js';
import type { Certificate } from './certify/records.js';
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
  /** Null where it was stopped. */
  readonly certificate: Certificate | null;
  /** True where the curve was there already and only compared anew. */
  readonly stored: boolean;
}

const SUMMARY = 'summary.json';
const CERTIFICATE = 'certificate.json';

/** @param directory of the part, `<run directory>/pressure` */
export function writeSummary(directory: string, summary: unknown): void {
  write(directory, SUMMARY, summary);
}

/** @param directory likewise */
export function writeCertificate(directory: string, certificate: Certificate): void {
  write(directory, CERTIFICATE, certificate);
}

/** @throws DeviceError where the file is missing or damaged */
export function readSummary(directory: string): PressureSummary {
  return read(directory, SUMMARY, 'the summary of a pressure curve', ['comparison', 'needed']) as PressureSummary;
}

/** @throws DeviceError where the file is missing or damaged */
export function readCertificate(directory: string): Certificate {
  return read(directory, CERTIFICATE, 'the certificate of a pressure curve', ['alpha', 'claims']) as Certificate;
}

function write(directory: string, name: string, content: unknown): void {
  writeFileAtomically(join(directory, name), `${JSON.stringify(content, null, 2)}\n`);
}

/** @param keys some that it has for certain */
function read(directory: string, name: string, what: string, keys: readonly string[]): unknown {
  const file = join(directory, name);
  const text = guardFiles('read', file, () => readFileSync(file, 'utf8'));
  const repair = `remove ${directory} and run again`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DeviceError(`${file}: not JSON (${(error as Error).message}): ${repair}`);
  }
  const isWhole = typeof value === 'object' && value !== null && keys.every((key) => key in value);
  if (!isWhole) throw new DeviceError(`${file}: not ${what}: ${repair}`);
  return value;
}
