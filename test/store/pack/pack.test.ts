import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../../src/base/errors.js';
import type { Table } from '../../../src/base/table.js';
import type { Bundle } from '../../../src/store/bundle/bundle.js';
import { withDuckDB } from '../../../src/store/duckdb.js';
import { clearPacks, removePack } from '../../../src/store/pack/clear-packs.js';
import { packNames, readContents } from '../../../src/store/pack/contents.js';
import { joinSmallPacks } from '../../../src/store/pack/join-packs.js';
import { createPackWriter, type PackItem } from '../../../src/store/pack/pack-writer.js';
import { readPacked } from '../../../src/store/pack/read-packed.js';
import { errorOf, freshFolder, manifestOf, onFileSystem, tableOf } from '../fixtures.js';

const folder = freshFolder();
const idOf = (n: number): string => n.toString(16).padStart(20, '0');

/** Every kind of value: nulls, −0, extremes of a double, integers of 53 bits, texts with quotes and line feeds. */
const odd = tableOf(
  'odd',
  ['step', 'integer', [0, null, -(2 ** 53 - 1)]],
  ['x', 'double', [-0, 5e-324, 1.7976931348623157e308]],
  ['label', 'text', ["it's", null, 'ä\n😀"']],
);
const plain = (n: number): Table => tableOf('plain', ['k', 'integer', [n, n + 1]], ['y', 'double', [n / 3, null]]);
const none = tableOf('none', ['k', 'integer', []]);

function itemOf(n: number, tables: readonly Table[], further: readonly Table[] = []): PackItem {
  const manifest = manifestOf(tables, { seed: String(n), summary: { n, text: 'ä' } });
  const curve = tableOf('curve', ['level', 'integer', [n]]);
  const part = {
    part: 'pressure',
    manifest: manifestOf([curve], { part: 'pressure' }),
    tables: [curve],
    log: [],
  } as const;
  const bundle: Bundle = {
    id: idOf(n),
    directory: `line/${n}-0123456789ab`,
    parts: [{ part: null, manifest, tables, log: [{ time: 't', event: 'done' }] }, part],
    files: { 'pressure/summary.json': { bits: n } },
  };
  return { bundle, elapsedMs: { run: n }, further };
}

async function packOf(items: readonly PackItem[]): Promise<string> {
  return withDuckDB(async (connection, duckdb) => {
    const writer = createPackWriter(connection, duckdb);
    for (const item of items) {
      expect(writer.takes(item)).toBe(true);
      await writer.add(item);
    }
    return writer.publish(folder());
  });
}

describe('many small packs', () => {
  it('are joined into one, each run once, and the few that come after it left alone', async () => {
    // The first pack of a table may have small integers only.
    const small: Table = { ...odd, columns: [[0, null, 7], ...odd.columns.slice(1)] };
    const items = Array.from({ length: 19 }, (_, n) =>
      itemOf(n, n % 2 ? [plain(n)] : [none, plain(n), n === 0 ? small : odd]),
    );
    await withDuckDB(async (connection, duckdb) => {
      const publish = async (...packed: PackItem[]): Promise<void> => {
        const writer = createPackWriter(connection, duckdb);
        for (const item of packed) await writer.add(item);
        await writer.publish(folder());
      };
      await publish(items[15]!, items[3]!);
      for (const item of items.slice(0, 15)) await publish(item);
      // All of two packs that are there already.
      await publish(items[4]!, items[5]!);
      expect(await joinSmallPacks(folder())).toBe(2);
      expect(packNames(folder())).toHaveLength(15);
      await publish(items[16]!);
      expect(await joinSmallPacks(folder())).toBe(0);
      await publish(items[17]!);
      expect(await joinSmallPacks(folder())).toBe(16);
      await publish(items[18]!);
      expect(await joinSmallPacks(folder())).toBe(0);
    });
    expect(packNames(folder())).toEqual(['000020', '000021']);
    for (const [n, { bundle }] of items.entries()) {
      expect(await readPacked(folder(), n === 18 ? '000021' : '000020', bundle.id)).toStrictEqual(bundle);
    }
    const { runs, tables } = readContents(join(folder(), '000020'))!;
    const order = [15, 0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 4, 5, 16, 17];
    expect(runs.map(({ id }) => id)).toEqual(order.map(idOf));
    expect(tables.map(({ name, rows, wide }) => [name, rows, wide])).toEqual([
      ['none', 0, []],
      ['odd', 27, ['step']],
      ['plain', 36, []],
      ['pressure_curve', 18, []],
    ]);
  });

  it('that are joined already stay in the joined one, whoever wakes up late and removes them', async () => {
    await packOf([itemOf(1, [plain(1)])]);
    await packOf([itemOf(2, [plain(2)])]);
    // One process joined them and slept before it removed them; another goes on in its place, then the first awakes.
    await packOf([1, 2].map((n) => itemOf(n, [plain(n)])));
    await joinSmallPacks(folder());
    for (const name of ['000001', '000002']) rmSync(join(folder(), name), { recursive: true, force: true });
    expect(packNames(folder())).toEqual(['000003']);
    // No name is given twice: whoever remembers what was in a pack would not look again.
    expect(await packOf([itemOf(3, [plain(3)])])).toBe('000004');
  });
});

describe('a pack', () => {
  it('gives every run back as it was: values, manifests, logs and files', async () => {
    const items = [3, 1, 2].map((n) => itemOf(n, n === 1 ? [none, odd, plain(n)] : [none, plain(n)]));
    expect(await packOf(items)).toBe('000001');
    for (const { bundle } of items) {
      expect(await readPacked(folder(), '000001', bundle.id)).toStrictEqual(bundle);
    }
    const contents = readContents(join(folder(), '000001'))!;
    expect(contents.runs.map(({ id, directory, elapsedMs }) => [id, directory, elapsedMs])).toEqual(
      items.map(({ bundle, elapsedMs }) => [bundle.id, bundle.directory, elapsedMs]),
    );
    const tables = contents.tables.map(({ name, rows, wide }) => [name, rows, wide]);
    expect(tables).toEqual([
      ['none', 0, []],
      ['odd', 3, ['step']],
      ['plain', 6, []],
      ['pressure_curve', 3, []],
    ]);
  });

  it('holds more rows than go into one chunk of DuckDB, in order', async () => {
    const long = tableOf('long', ['k', 'integer', Array.from({ length: 5000 }, (_, k) => k * 7)]);
    const items = [1, 2].map((n) => itemOf(n, [long]));
    await packOf(items);
    expect(await readPacked(folder(), '000001', idOf(2))).toStrictEqual(items[1]!.bundle);
  });

  it('takes the next name, whoever publishes, and none that was ever given', async () => {
    expect(await packOf([itemOf(1, [plain(1)])])).toBe('000001');
    expect(await packOf([itemOf(2, [plain(2)])])).toBe('000002');
    expect(packNames(folder())).toEqual(['000001', '000002']);
  });

  it('is full with 512 runs', async () => {
    await withDuckDB(async (connection, duckdb) => {
      const writer = createPackWriter(connection, duckdb);
      for (let n = 0; n < 511; n++) await writer.add(itemOf(n, []));
      expect(writer.isFull).toBe(false);
      await writer.add(itemOf(511, []));
      expect(writer.isFull).toBe(true);
    });
  });

  it('does not take a table of other columns, but another table', async () => {
    await withDuckDB(async (connection, duckdb) => {
      const writer = createPackWriter(connection, duckdb);
      await writer.add(itemOf(1, [plain(1)]));
      expect(writer.takes(itemOf(2, [tableOf('plain', ['k', 'integer', [1]])]))).toBe(false);
      const otherTypes = tableOf('plain', ['k', 'double', [1]], ['y', 'double', [1]]);
      expect(writer.takes(itemOf(2, [otherTypes]))).toBe(false);
      const { spec, columns } = plain(1);
      const otherUnits = { ...spec, columns: spec.columns.map((column) => ({ ...column, unit: 'other' })) };
      expect(writer.takes(itemOf(2, [{ spec: otherUnits, columns }]))).toBe(false);
      expect(writer.takes(itemOf(2, [odd, plain(1)]))).toBe(true);
      expect(writer.isFull).toBe(false);
    });
  });

  it('leaves nothing behind on a full disk', async (context) => {
    await onFileSystem(context, folder(), 'size=64k', async () => {
      const noise = Array.from({ length: 30_000 }, (_, k) => Math.sin(k));
      const error = await errorOf(() => packOf([itemOf(1, [tableOf('big', ['x', 'double', noise])])]));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(/big\.parquet: no space is left/);
      expect(readdirSync(folder())).toEqual([]);
    });
  });

  it('is removed as a whole, and so is what a killed process left of one', async () => {
    await packOf([itemOf(1, [plain(1)])]);
    await packOf([itemOf(2, [plain(2)])]);
    removePack(folder(), '000001');
    for (const left of ['pack_0123.partial', '000001.removed']) {
      mkdirSync(join(folder(), left));
      writeFileSync(join(folder(), left, 'plain.parquet'), 'x');
    }
    clearPacks(folder());
    expect(readdirSync(folder())).toEqual(['000002']);
    expect(readContents(join(folder(), '000001'))).toBeNull();
    clearPacks(join(folder(), 'absent'));
    expect(existsSync(join(folder(), 'absent'))).toBe(false);
  });

  it('that is damaged is named, with what to do', async () => {
    await packOf([itemOf(1, [plain(1)])]);
    const pack = join(folder(), '000001');
    const why = async (): Promise<string> => (await errorOf(() => readPacked(folder(), '000001', idOf(1)))).message;
    rmSync(join(pack, 'plain.parquet'));
    expect(await why()).toMatch(/cannot read .*000001\/plain\.parquet/);
    writeFileSync(join(pack, 'index.jsonl.gz'), 'x');
    expect(await why()).toMatch(
      /index\.jsonl\.gz: not a whole file of gzip .*: restore .*000001, or move it out of the sweep/,
    );
    rmSync(pack, { recursive: true });
    expect(await why()).toMatch(/no run 0{19}1 in it/);
  });
});
