import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { DeviceError, UserError } from '../../src/base/errors.js';
import { findManifest, readManifest } from '../../src/store/find-manifest.js';
import { thisMachine } from '../../src/store/machine.js';
import { type Manifest, writeManifest } from '../../src/store/manifest.js';
import { errorOf, freshFolder, manifestOf, tableOf } from './fixtures.js';

const folder = freshFolder();
const file = (): string => join(folder(), 'manifest.json');
const manifest = manifestOf([tableOf('levels', ['generation', 'integer', [0, 10]], ['mean', 'double', [0.5, null]])]);

describe('a manifest', () => {
  it('returns as written', () => {
    const running: Manifest = { ...manifestOf([]), status: 'running', end: null, digest: null, summary: null };
    for (const written of [manifest, running, { ...manifest, machine: thisMachine() }]) {
      writeManifest(folder(), written);
      expect(readManifest(folder())).toStrictEqual(written);
    }
    expect(readdirSync(folder())).toStrictEqual(['manifest.json']);
  });

  it('lists each table with its columns, rows and digest', () => {
    const [stored] = manifest.tables;
    expect(stored!.rows).toBe(2);
    expect(stored!.columns[1]).toStrictEqual({ name: 'mean', type: 'double', unit: '1', meaning: 'the mean' });
    expect(stored!.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is null, or an error of the user’s, where there is none', async () => {
    expect(findManifest(folder())).toBeNull();
    const error = await errorOf(() => readManifest(folder()));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain('no manifest.json in it; expected a run directory');
  });
});

describe('a manifest that is not one', () => {
  const read = async (content: string): Promise<string> => {
    writeFileSync(file(), content);
    const error = await errorOf(() => readManifest(folder()));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message.startsWith(`${file()}: `)).toBe(true);
    return error.message;
  };
  const changed = (change: (value: Record<string, unknown>) => void): string => {
    const value = structuredClone(manifest) as unknown as Record<string, unknown>;
    change(value);
    return JSON.stringify(value);
  };

  it('of a later format asks for a newer program, whatever else it holds', async () => {
    expect(await read('{"formatVersion": 1, "name": 5}')).toContain(
      'format version 1; this program reads 4: it was made by an older one',
    );
    expect(await read('{"formatVersion": 5, "name": 5}')).toContain(
      'format version 5; this program reads 4: use a newer version of it',
    );
  });

  it('is named with what is wrong in it', async () => {
    expect(await read('')).toContain('not JSON');
    expect(await read(JSON.stringify(manifest).slice(0, -20))).toContain('not JSON');
    for (const text of ['null', '[]', '7']) expect(await read(text)).toContain('not a manifest: whole file: ');
    const cases: [(value: Record<string, unknown>) => void, string][] = [
      [(value) => delete value.formatVersion, 'formatVersion: '],
      [(value) => delete value.scenario, 'scenario: expected a value'],
      [(value) => Object.assign(value, { hash: 'abc' }), 'hash: expected 64 hexadecimal digits'],
      [(value) => Object.assign(value, { status: 'finished' }), 'status: '],
      [(value) => Object.assign(value, { seed: 7 }), 'seed: '],
      [(value) => Object.assign(value, { start: 'yesterday' }), 'start: '],
      [(value) => Object.assign(value, { digest: null }), 'digest: a run that is done must have one'],
      [(value) => Object.assign(value, { machine: {} }), 'machine.cpu: '],
      [(value) => Object.assign(value, { tables: [...manifest.tables, ...manifest.tables] }), 'tables: two tables of'],
    ];
    for (const [change, expected] of cases) expect(await read(changed(change))).toContain(expected);
  });

  it('cannot lead to files outside its run directory', async () => {
    const tables = [{ ...manifest.tables[0]!, name: '../../other' }];
    expect(await read(changed((value) => Object.assign(value, { tables })))).toContain(
      'tables.0.name: expected a word of a-z, 0-9 and _',
    );
  });

  it('gives an error that names it, or a valid manifest, however it was damaged', async () => {
    const intact = JSON.stringify(manifest);
    const random = seedrandom('damage');
    let refused = 0;
    for (let trial = 0; trial < 500; trial++) {
      const at = Math.floor(random() * intact.length);
      const length = Math.floor(random() * 20);
      const inserted = ['', '"', '{', 'null', '-1', '[]'][Math.floor(random() * 6)]!;
      writeFileSync(file(), intact.slice(0, at) + inserted + intact.slice(at + length));
      try {
        readManifest(folder());
      } catch (error) {
        expect(error).toBeInstanceOf(DeviceError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(250);
    expect(readFileSync(file(), 'utf8')).not.toBe(intact);
  });

  it('is named when it is a folder', async () => {
    mkdirSync(file());
    const error = await errorOf(() => readManifest(folder()));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toContain(`cannot read ${file()}: it is a folder`);
  });
});
