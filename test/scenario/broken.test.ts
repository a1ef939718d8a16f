import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultList } from '../../src/base/errors.js';
import { MOST_FAULTS, MOST_FILE_BYTES } from '../../src/scenario/limits.js';
import { loadScenario } from '../../src/scenario/load.js';
import { MINIMAL } from './texts.js';

const folder = join(import.meta.dirname, 'broken');
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

function faultsOf(text: string, file: string, overrides: string[] = [], seed?: string): readonly string[] {
  try {
    loadScenario({ text, file, overrides, ...(seed === undefined ? {} : { seed }) });
  } catch (error) {
    if (error instanceof FaultList) return error.faults;
    throw error;
  }
  return [];
}

/** The values of `# key: value` lines at the head of a file. */
function header(text: string, key: string): string[] {
  const prefix = `# ${key}: `;
  return text
    .split('\n')
    .filter((line) => line.startsWith(prefix) || line === prefix.trimEnd())
    .map((line) => line.slice(prefix.length));
}

describe('a broken scenario file', () => {
  it('comes in at least 45 kinds', () => {
    expect(files.length).toBeGreaterThanOrEqual(45);
  });

  for (const file of files) {
    it(`${file} is refused with exactly the faults that it announces`, () => {
      const text = readFileSync(join(folder, file), 'utf8');
      const expected = header(text, 'expect');
      expect(expected.length).toBeGreaterThan(0);
      const faults = faultsOf(text, file, header(text, 'set'), header(text, 'seed')[0]);
      expect(faults.map((fault) => fault.replace(`${file}:`, ''))).toEqual(expected);
    });
  }

  it('is named in front of line and column, as editors and terminals expect it', () => {
    expect(faultsOf(MINIMAL.replace('fair', 'fare'), 'scenarios/line.yaml')).toEqual([
      expect.stringMatching(
        /^scenarios\/line\.yaml:5:18: environment\.x: "fare"; did you mean "fair"\? expected a variable/,
      ),
    ]);
  });

  it('is refused for its size before it is parsed', () => {
    expect(faultsOf(`${MINIMAL}#${'x'.repeat(MOST_FILE_BYTES)}`, 'f')).toEqual([
      `f:1:1: ${MINIMAL.length + 1 + MOST_FILE_BYTES} bytes; expected at most ${MOST_FILE_BYTES}`,
    ]);
  });

  it('is refused with one fault where it holds what is no text, which is not repeated', () => {
    expect(faultsOf('\u007fELF\u0002\u0000\u0001\n\ufffd: [', 'f')).toEqual([
      'f:1:6: not UTF-8 text; expected a YAML file',
    ]);
  });

  it('is refused where the map has too many sites', () => {
    const map = `map: "${'A.B'.repeat(30_000)}"`;
    expect(faultsOf(MINIMAL.replace('map: A . B', map), 'f')).toEqual([
      'f:3:8: lattice.map: 1 × 90000 sites; expected at most 65536',
    ]);
  });

  it('is refused for too many variables with one fault, not one for each', () => {
    const many = Array.from({ length: 1025 }, (_, i) => `v${i}: {copy: w${i}}`).join(', ');
    expect(faultsOf(MINIMAL.replace('{x: fair}', `{x: fair, ${many}}`), 'f')).toEqual([
      'f:5:14: environment: 1026 variables; expected at most 1024',
    ]);
  });

  it('is told at most so many faults, and how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, i) => `k${i}: 1\n`).join('');
    const faults = faultsOf(MINIMAL + many, 'f');
    expect(faults.length).toBe(MOST_FAULTS + 1);
    expect(faults.at(-1)).toBe('f: 100 more faults are not listed');
  });
});
