import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.js';
import { guardFiles } from './device-fault.js';
import type { Json } from './json.js';
import { readTextIfThere } from './read-text.js';

const LOG = 'log.jsonl';

/** One entry of a log: what happened, and when (ISO 8601, UTC). */
export type LogEntry = { readonly time: string } & Readonly<Record<string, Json>>;

/**
 * Adds an event to a run's `log.jsonl`: one JSON object to a line, with its time. A log tells how a run went; it is no
 * result, and no digest covers it.
 */
export function appendLog(directory: string, event: Readonly<Record<string, Json>>): void {
  const file = join(directory, LOG);
  const entry = JSON.stringify({ time: new Date().toISOString(), ...event });
  guardFiles('write', file, () => {
    const handle = openSync(file, 'a+');
    try {
      // After a process died in mid-line, the new entry must not be glued to the torn one.
      writeSync(handle, `${endsInMidLine(handle) ? '\n' : ''}${entry}\n`);
    } finally {
      closeSync(handle);
    }
  });
}

function endsInMidLine(handle: number): boolean {
  const { size } = fstatSync(handle);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/** A run's whole log, in place of what is there. */
export function writeLog(directory: string, entries: readonly LogEntry[]): void {
  writeFileAtomically(join(directory, LOG), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

/** All entries of a run's log, oldest first, without lines that a dying process left torn. None for an absent log. */
export function readLog(directory: string): LogEntry[] {
  const file = join(directory, LOG);
  const text = readTextIfThere(file) ?? '';
  return text.split('\n').flatMap((line) => {
    const entry = parsed(line);
    return isEntry(entry) ? [entry] : [];
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is LogEntry {
  return typeof value === 'object' && value !== null && 'time' in value && typeof value.time === 'string';
}
