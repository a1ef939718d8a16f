import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { DeviceError, UserError } from '../../src/base/errors.js';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { bundleRun } from '../../src/store/bundle/bundle-run.js';
import { encodeBundle } from '../../src/store/bundle/encode-bundle.js';
import { readBundle } from '../../src/store/bundle/read-bundle.js';
import { unfoldBundle } from '../../src/store/bundle/unfold-bundle.js';
import { publishBundle, writeBundle } from '../../src/store/bundle/write-bundle.js';
import { writeFolded } from '../../src/store/folded/folded.js';
import { appendLog, readLog } from '../../src/store/log.js';
import { storedTableOf } from '../../src/store/manifest.js';
import { queryTables } from '../../src/store/query.js';
import { runDirectory } from '../../src/store/run-directory.js';
import { verifyStored } from '../../src/store/verify-stored.js';
import {
  errorOf,
  freshFolder,
  HASH,
  manifestOf,
  onFileSystem,
  readingOf,
  storeRun,
  tableOf,
  underLimit,
} from './fixtures.js';

// A file system without hard links is not to be had everywhere: this one refuses them when it is told to.
const links = vi.hoisted(() => ({ refusal: null as string | null, isLost: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    linkSync(from: string, to: string) {
      if (links.refusal !== null) throw Object.assign(new Error('no links here'), { code: links.refusal });
      fs.linkSync(from, to);
      if (links.isLost) fs.linkSync(from, to);
    },
  };
});

const folder = freshFolder();
const id = '0123456789abcdef0123';
const levels = tableOf('levels', ['generation', 'integer', [0, 1]], ['mean', 'double', [-0, null]]);
const curve = tableOf('curve', ['bits', 'double', [0, 1.5]]);
const files = { 'pressure/certificate.json': { alpha: 0.05 }, 'pressure/summary.json': { needed: [1, null] } };

/** A finished run directory with a pressure curve in it, both folded. */
function foldedRun(): string {
  const directory = runDirectory(folder(), 'line', '7', HASH);
  const part = join(directory, 'pressure');
  mkdirSync(part, { recursive: true });
  writeFolded(directory, manifestOf([levels]), [levels]);
  appendLog(directory, { event: 'done' });
  writeFolded(part, manifestOf([curve], { part: 'pressure', summary: null }), [curve]);
  appendLog(part, { event: 'started' });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), JSON.stringify(content));
  }
  writeFileSync(join(directory, 'scenario.yaml'), 'name: line');
  return directory;
}

const doneFile = (): string => join(folder(), 'done', '01', `${id}.jsonl.gz`);

/** The run above as a bundle has it. */
function bundled(directory: string): Bundle {
  const asStored = (table: typeof levels) => ({ ...table, spec: storedTableOf(table) });
  return {
    id,
    directory: `line/7-${HASH.slice(0, 12)}`,
    parts: [
      { part: null, manifest: manifestOf([levels]), tables: [asStored(levels)], log: readLog(directory) },
      {
        part: 'pressure',
        manifest: manifestOf([curve], { part: 'pressure', summary: null }),
        tables: [asStored(curve)],
        log: readLog(join(directory, 'pressure')),
      },
    ],
    files,
  };
}

describe('a bundle', () => {
  it('holds all of a run directory, and makes it again', async () => {
    const directory = foldedRun();
    writeBundle(bundleRun(directory, id), doneFile());
    expect(readBundle(doneFile())).toStrictEqual(bundled(directory));
    const again = unfoldBundle(readBundle(doneFile()), join(folder(), 'again'));
    expect(again).toBe(join(folder(), 'again', 'line', `7-${HASH.slice(0, 12)}`));
    expect(readdirSync(again).sort()).toEqual(['log.jsonl', 'pressure', 'result.jsonl.gz']);
    for (const place of [again, join(again, 'pressure')]) expect((await verifyStored(place)).ok).toBe(true);
    expect((await queryTables(again, 'SELECT max(bits) FROM pressure_curve')).rows).toEqual([[1.5]]);
    expect(encodeBundle(readBundle(doneFile()))).toEqual(bundleRun(again, id));
  });

  it('that was made in memory is the same file, which any reader of gzip sees as JSON lines', () => {
    const directory = foldedRun();
    writeBundle(bundled(directory), doneFile());
    expect(readFileSync(doneFile())).toEqual(Buffer.concat([...bundleRun(directory, id)]));
    const lines = gunzipSync(readFileSync(doneFile())).toString().trimEnd().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ bundle: 1, id, files });
    expect(lines).toHaveLength(1 + 3 + 3);
  });

  it('takes what is folded, and nothing else', async () => {
    const directory = await storeRun(folder(), [levels]);
    const error = await errorOf(() => bundleRun(directory, id));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain('no folded result in it');
    mkdirSync(join(directory, 'pressure'));
    writeFolded(join(directory, 'pressure'), manifestOf([curve], { part: 'pressure' }), [curve]);
    writeBundle(bundleRun(directory, id), doneFile());
    expect(readBundle(doneFile()).parts.map(({ part }) => part)).toEqual(['pressure']);
  });

  it('is told to be damaged wherever one byte is another, and wherever it is cut short', () => {
    writeBundle(bundleRun(foldedRun(), id), doneFile());
    const whole = readFileSync(doneFile());
    const read = (): unknown => readBundle(doneFile());
    const written = read();
    let padding = 0;
    for (let at = 0; at < whole.length; at += 7) {
      const other = Buffer.from(whole);
      other[at]! ^= 0x10;
      writeFileSync(doneFile(), other);
      const found = readingOf(read);
      if ('error' in found) expect(found.error.message, `byte ${at}`).toMatch(/jsonl\.gz: damaged at byte /);
      else expect(found.held, `byte ${at}`).toStrictEqual(written);
      if ('held' in found) padding++;
      writeFileSync(doneFile(), whole.subarray(0, at));
      expect(read, `${at} bytes`).toThrow(/jsonl\.gz: damaged at byte .*; remove it and run again/);
    }
    // The bits that fill the last byte of each block hold nothing; the log's times decide whether one of them is met.
    expect(padding).toBeLessThan(4);
    writeFileSync(doneFile(), Buffer.concat([whole, whole]));
    expect(read).toThrow('more follows where it should end');
    rmSync(doneFile());
    expect(read).toThrow(/cannot read .* it does not exist/);
  });

  it('writes nowhere but below its root', () => {
    const bundle = bundled(foldedRun());
    for (const wrong of [{ directory: '../line/x' }, { directory: 'line/..' }, { files: { '../x.json': 1 } }]) {
      writeBundle({ ...bundle, ...wrong }, doneFile());
      expect(() => readBundle(doneFile())).toThrow('not a bundle of this version');
    }
  });
});

describe('publishing a bundle', () => {
  it('gives it its name once, and leaves nothing beside it', () => {
    const bundle = bundleRun(foldedRun(), id);
    expect(publishBundle(bundle, doneFile())).toBe(true);
    const published = readFileSync(doneFile());
    const other: Bundle = { ...readBundle(doneFile()), files: {} };
    expect(publishBundle(other, doneFile())).toBe(false);
    expect(readFileSync(doneFile())).toEqual(published);
    expect(readdirSync(dirname(doneFile()))).toEqual([`${id}.jsonl.gz`]);
  });

  it('renames where there are no hard links, if nothing is there', () => {
    const bundle = bundleRun(foldedRun(), id);
    for (const refusal of ['EPERM', 'ENOTSUP']) {
      links.refusal = refusal;
      try {
        expect(publishBundle(bundle, doneFile())).toBe(true);
        expect(publishBundle(bundle, doneFile())).toBe(false);
      } finally {
        links.refusal = null;
      }
      expect(readdirSync(dirname(doneFile()))).toEqual([`${id}.jsonl.gz`]);
      rmSync(doneFile());
    }
  });

  it('knows its own file where the answer of a server was lost', () => {
    links.isLost = true;
    try {
      expect(publishBundle(bundleRun(foldedRun(), id), doneFile())).toBe(true);
    } finally {
      links.isLost = false;
    }
  });

  it('leaves nothing on a full disk, and says so', async (context) => {
    const directory = foldedRun();
    const place = join(folder(), 'small');
    mkdirSync(place);
    const noise = Array.from({ length: 30_000 }, (_, i) => Math.sin(i));
    const large = tableOf('noise', ['value', 'double', noise]);
    writeFolded(directory, manifestOf([large]), [large]);
    const attempt = async (file: string, cause: string): Promise<void> => {
      const error = await errorOf(() => publishBundle(bundleRun(directory, id), file));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(cause);
      expect(readdirSync(dirname(file))).toEqual([]);
    };
    await underLimit(context, 'fsize', 50_000, () => attempt(doneFile(), 'exceed the size limit'));
    expect(existsSync(doneFile())).toBe(false);
    await onFileSystem(context, place, 'size=64k', () => attempt(join(place, 'x.jsonl.gz'), 'no space is left'));
  });
});
