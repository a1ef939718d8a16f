import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { writeFileAtomically } from '../../src/store/atomic-file.js';
import { guardFiles } from '../../src/store/device-fault.js';
import { createDirectory } from '../../src/store/run-directory.js';
import { errorOf, freshFolder, onFileSystem, underLimit } from './fixtures.js';

const folder = freshFolder();
const LARGE = Buffer.alloc(200_000, 7);

describe('replacing a file as a whole', () => {
  it('writes text as UTF-8 and bytes as they are, and leaves nothing else behind', () => {
    const file = join(folder(), 'file');
    writeFileAtomically(file, 'größer');
    expect(readFileSync(file, 'utf8')).toBe('größer');
    writeFileAtomically(file, [LARGE.subarray(3, 70_000), LARGE.subarray(70_000, 99_999)]);
    expect(readFileSync(file)).toStrictEqual(LARGE.subarray(3, 99_999));
    expect(readdirSync(folder())).toStrictEqual(['file']);
  });

  it('overwrites what a killed process left of an earlier attempt', () => {
    const file = join(folder(), 'file');
    writeFileSync(`${file}.partial`, LARGE);
    writeFileAtomically(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(folder())).toStrictEqual(['file']);
  });

  it('leaves the earlier content when the disk fills up, and says so', async (context) => {
    await onFileSystem(context, folder(), 'size=64k', async () => {
      const file = join(folder(), 'file');
      writeFileAtomically(file, 'earlier');
      const error = await errorOf(() => writeFileAtomically(file, [LARGE]));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toBe(
        `cannot write ${file}: no space is left on the disk (ENOSPC); free some space or choose another folder with --out`,
      );
      expect(readFileSync(file, 'utf8')).toBe('earlier');
      expect(readdirSync(folder())).toStrictEqual(['file']);
    });
  });

  it('leaves the earlier content at the limit of file size, and says so', async (context) => {
    const file = join(folder(), 'file');
    writeFileAtomically(file, 'earlier');
    await underLimit(context, 'fsize', 65_536, async () => {
      const error = await errorOf(() => writeFileAtomically(file, [LARGE]));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(/size limit .*\(EFBIG\); raise the limit \(ulimit -f\)/);
    });
    expect(readFileSync(file, 'utf8')).toBe('earlier');
    expect(readdirSync(folder())).toStrictEqual(['file']);
  });

  it('names a read-only file system', async (context) => {
    await onFileSystem(context, folder(), 'ro', async () => {
      const written = await errorOf(() => writeFileAtomically(join(folder(), 'file'), 'x'));
      expect(written).toBeInstanceOf(DeviceError);
      expect(written.message).toMatch(/cannot write .*: the file system is read-only \(EROFS\); choose another folder/);
      const created = await errorOf(() => createDirectory(join(folder(), 'a', 'b')));
      expect(created.message).toMatch(/cannot create the folder .*read-only \(EROFS\)/);
    });
  });

  // Permission bits do not stop root, so the unwritable place is one below a regular file.
  it('names a path below a regular file', async () => {
    writeFileSync(join(folder(), 'file'), '');
    const written = await errorOf(() => writeFileAtomically(join(folder(), 'file', 'below'), 'x'));
    expect(written).toBeInstanceOf(DeviceError);
    expect(written.message).toMatch(/file\/below: a part of the path is a file, not a folder \(ENOTDIR\)/);
    const created = await errorOf(() => createDirectory(join(folder(), 'file', 'below')));
    expect(created.message).toMatch(/cannot create the folder .*file\/below: .*\(ENOTDIR\)/);
  });

  it('names a folder of that name, and leaves no partial file', async () => {
    const file = join(folder(), 'taken');
    mkdirSync(file);
    const error = await errorOf(() => writeFileAtomically(file, 'x'));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toMatch(/taken: it is a folder, a file was expected \(EISDIR\)/);
    expect(readdirSync(folder())).toStrictEqual(['taken']);
  });

  it('says so when too many files are open', async (context) => {
    const file = join(folder(), 'file');
    writeFileAtomically(file, 'earlier');
    let error: Error | null = null;
    await underLimit(context, 'nofile', 512, async () => {
      const handles: number[] = [];
      try {
        // Ends at 512 at the latest, since none more can be opened.
        for (;;) handles.push(openSync(file, 'r'));
      } catch {
        error = await errorOf(() => writeFileAtomically(file, 'x'));
      } finally {
        for (const handle of handles) closeSync(handle);
      }
    });
    expect(error).toBeInstanceOf(DeviceError);
    expect(error!.message).toMatch(/this process has too many files open \(EMFILE\); raise the limit \(ulimit -n\)/);
    expect(readFileSync(file, 'utf8')).toBe('earlier');
  });
});

describe('errors of file work', () => {
  it('pass unchanged where they are not the machine’s fault', () => {
    const bug = new TypeError('a bug');
    expect(() =>
      guardFiles('write', 'file', () => {
        throw bug;
      }),
    ).toThrow(bug);
  });
});
