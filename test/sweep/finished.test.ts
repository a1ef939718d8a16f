import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { PACK_VERSION } from '../../src/store/pack/contents.js';
import { finishedPoints } from '../../src/sweep/finished.js';
import { layout } from '../../src/sweep/layout.js';
import { errorOf, freshFolder } from '../store/fixtures.js';

const folder = freshFolder();
const id = (digit: string): string => digit.repeat(20);

function finish(of: string): void {
  const file = layout.done(folder(), of);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
}

function pack(name: string, ids: string[], elapsedMs: Record<string, number> = { run: 10 }): void {
  const at = join(layout.packs(folder()), name);
  mkdirSync(at, { recursive: true });
  const runs = ids.map((of) => ({
    ...{ id: of, directory: `line/${of}`, name: 'line', seed: of, hash: of },
    ...{ elapsedMs, digests: { run: of } },
  }));
  writeFileSync(join(at, 'contents.json'), JSON.stringify({ packVersion: PACK_VERSION, runs, tables: [] }));
}

it('are none in an empty directory, and then those in done/ and in packs, each once', () => {
  const points = finishedPoints(folder());
  expect([...points.ids()]).toEqual([]);
  finish(id('b'));
  finish(id('a'));
  pack('000001', [id('c'), id('a')]);
  expect(points.has(id('a'))).toBe(false);
  points.refresh();
  expect([...points.ids()].sort()).toEqual([id('a'), id('b'), id('c')]);
  expect(points.unpacked()).toEqual([id('a'), id('b')]);
  expect(points.packed(id('a'))).toMatchObject({ directory: `line/${id('a')}`, pack: '000001' });
  expect(points.packed(id('b'))).toBeNull();
});

it('are found one by one as soon as another process has published or packed them', () => {
  const points = finishedPoints(folder());
  expect(points.look(id('a'))).toBe(false);
  finish(id('a'));
  expect(points.look(id('a'))).toBe(true);
  expect(points.has(id('a'))).toBe(true);
  pack('000001', [id('b')]);
  expect(points.look(id('b'))).toBe(true);
  expect(points.look(id('c'))).toBe(false);
});

it('stay the same when packs are joined into one, and go when a pack is moved away', () => {
  pack('000001', [id('a')], { run: 10 });
  pack('000002', [id('b')], { run: 20, pressure: 100 });
  const points = finishedPoints(folder());
  expect(points.meanElapsedMs()).toEqual({ run: 15, pressure: 100 });
  pack('000003', [id('a'), id('b')]);
  points.refresh();
  // The earlier ones are about to go.
  expect(points.packed(id('a'))!.pack).toBe('000003');
  for (const name of ['000001', '000002']) renameSync(join(layout.packs(folder()), name), `${folder()}/${name}`);
  points.refresh();
  expect([...points.ids()].sort()).toEqual([id('a'), id('b')]);
  expect(points.packed(id('b'))!.pack).toBe('000003');
  rmSync(join(layout.packs(folder()), '000003'), { recursive: true });
  points.refresh();
  expect(points.ids().size).toBe(0);
});

it('do not see packs that are being written, and name what is no whole pack', async () => {
  mkdirSync(join(layout.packs(folder()), '000001.0123.partial'), { recursive: true });
  expect(finishedPoints(folder()).ids().size).toBe(0);
  mkdirSync(join(layout.packs(folder()), '000002'));
  const missing = await errorOf(() => finishedPoints(folder()));
  expect(missing).toBeInstanceOf(DeviceError);
  expect(missing.message).toMatch(
    /packs\/000002\/contents\.json: missing: restore .*000002, or move it out of the sweep/,
  );
  writeFileSync(join(layout.packs(folder()), '000002', 'contents.json'), '{"packVersion":9}');
  expect((await errorOf(() => finishedPoints(folder()))).message).toMatch(/not the contents of a pack of version 1/);
});
