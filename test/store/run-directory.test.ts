import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { createDirectory, runDirectory } from '../../src/store/run-directory.js';
import { freshFolder, HASH } from './fixtures.js';

const folder = freshFolder();

describe('the path of a run', () => {
  it('is out, name, seed and the first 12 digits of the hash', () => {
    expect(runDirectory('out', 'line', 2026, HASH)).toBe(join('out', 'line', '2026-0123456789ab'));
    expect(runDirectory('/data/x', 'line', 'a.B_c-9', HASH)).toBe('/data/x/line/a.B_c-9-0123456789ab');
  });

  it('holds the hash of a seed that cannot stand in a path', () => {
    const label = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 12);
    for (const seed of ['', '..', '../up', 'a/b', '-1', '.hidden', 'ä', 'a b', 'a\n', 'x'.repeat(33)]) {
      expect(runDirectory('out', 'line', seed, HASH)).toBe(join('out', 'line', `${label(seed)}-0123456789ab`));
    }
    expect(runDirectory('out', 'line', 'x'.repeat(32), HASH)).toContain('x'.repeat(32));
    expect(runDirectory('out', 'line', -1, HASH)).toBe(runDirectory('out', 'line', '-1', HASH));
  });

  it('can be created with all that leads to it, twice', () => {
    const directory = runDirectory(join(folder(), 'a', 'b'), 'line', 1, HASH);
    createDirectory(directory);
    createDirectory(directory);
    expect(existsSync(directory)).toBe(true);
  });

  it.skipIf(!existsSync('/proc/self'))('is refused, and not tried for ever, where the system never lets it be', () => {
    expect(() => createDirectory('/proc/scarce/a/b')).toThrow(DeviceError);
  });
});
