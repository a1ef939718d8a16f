import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { DeviceError, InvariantError } from '../../src/base/errors.js';
import { loadLatestCheckpoint, removeCheckpoints, saveCheckpoint } from '../../src/store/checkpoint.js';
import { errorOf, freshFolder, underLimit } from './fixtures.js';

const folder = freshFolder();
const checkpoints = (): string[] => readdirSync(join(folder(), 'checkpoint')).sort();
const pathOf = (name: string): string => join(folder(), 'checkpoint', name);

describe('a checkpoint', () => {
  it('returns what was saved, typed arrays of every kind included', () => {
    const payload = {
      loci: Uint32Array.of(1, 2 ** 32 - 1),
      fitness: Float64Array.of(-0, Number.NaN, 5e-324, Number.POSITIVE_INFINITY),
      parents: Int32Array.of(-1),
      counts: BigUint64Array.of(2n ** 64n - 1n),
      bytes: Uint8Array.of(1, 2, 3),
      islands: [{ draws: 7, note: 'größer', best: null, done: false, big: -(10n ** 30n) }, []],
    };
    saveCheckpoint(folder(), 40, payload, 'run a', 1234.5);
    const { latest, damaged } = loadLatestCheckpoint(folder(), 'run a');
    expect(damaged).toStrictEqual([]);
    expect(latest).toStrictEqual({ generation: 40, elapsedMs: 1234.5, payload, file: pathOf('0000000000000040.ckpt') });
  });

  it('copies views of shared memory and of parts of a buffer, and returns arrays with memory of their own', () => {
    const shared = new Uint32Array(new SharedArrayBuffer(64)).fill(9);
    saveCheckpoint(folder(), 0, { view: shared.subarray(2, 5), buffer: Buffer.from('abc') }, 'run');
    const payload = loadLatestCheckpoint(folder(), 'run').latest!.payload as { view: Uint32Array; buffer: Uint8Array };
    expect(payload.view).toStrictEqual(Uint32Array.of(9, 9, 9));
    expect(payload.view.buffer).toBeInstanceOf(ArrayBuffer);
    expect(payload.view.buffer.byteLength).toBe(12);
    expect(payload.buffer).toStrictEqual(Uint8Array.of(97, 98, 99));
  });

  it('refuses what is not plain data, naming its place', async () => {
    for (const [value, place] of [
      [{ a: [1, new Map()] }, 'payload.a[1]'],
      [{ step: () => 1 }, 'payload.step'],
      [new Date(0), 'payload'],
    ] as const) {
      const error = await errorOf(() => saveCheckpoint(folder(), 0, value, 'run'));
      expect(error).toBeInstanceOf(InvariantError);
      expect(error.message).toContain(`${place} is `);
    }
  });

  it('is kept with the one before, in numerical order of generations', () => {
    for (const generation of [0, 9, 10, 100, 2_000_000_000]) saveCheckpoint(folder(), generation, generation, 'run');
    expect(checkpoints()).toStrictEqual(['0000000000000100.ckpt', '0000002000000000.ckpt']);
    expect(loadLatestCheckpoint(folder(), 'run').latest!.payload).toBe(2_000_000_000);
  });

  it('replaces those of later generations, which a resumed run has gone back behind', () => {
    for (const generation of [10, 20]) saveCheckpoint(folder(), generation, 'old', 'run');
    writeFileSync(pathOf('0000000000000020.ckpt'), 'damaged');
    writeFileSync(pathOf('0000000000000030.ckpt.partial'), 'left by a killed process');
    writeFileSync(pathOf('notes.txt'), 'not ours');
    saveCheckpoint(folder(), 15, 'new', 'run');
    expect(checkpoints()).toStrictEqual(['0000000000000010.ckpt', '0000000000000015.ckpt', 'notes.txt']);
  });

  it('is absent where none was saved', () => {
    expect(loadLatestCheckpoint(folder(), 'run')).toStrictEqual({ latest: null, damaged: [] });
    mkdirSync(join(folder(), 'checkpoint'));
    expect(loadLatestCheckpoint(folder(), 'run')).toStrictEqual({ latest: null, damaged: [] });
  });

  it('goes with all others, and their folder, once the run has its result', () => {
    for (const generation of [10, 20]) saveCheckpoint(folder(), generation, 'state', 'run');
    removeCheckpoints(folder());
    removeCheckpoints(folder());
    expect(readdirSync(folder())).toStrictEqual([]);
  });

  it('of another run is not taken', () => {
    saveCheckpoint(folder(), 5, 'state', 'run a');
    const { latest, damaged } = loadLatestCheckpoint(folder(), 'run b');
    expect(latest).toBeNull();
    expect(damaged).toStrictEqual([
      `${pathOf('0000000000000005.ckpt')}: belongs to another run (run a; expected run b)`,
    ]);
  });

  it('under the name of another generation is not taken', () => {
    saveCheckpoint(folder(), 5, 'state', 'run');
    writeFileSync(pathOf('0000000000000006.ckpt'), readFileSync(pathOf('0000000000000005.ckpt')));
    const { latest, damaged } = loadLatestCheckpoint(folder(), 'run');
    expect(latest!.generation).toBe(5);
    expect(damaged[0]).toMatch(/6\.ckpt: holds generation 5/);
  });

  it('leaves the earlier one when it cannot be written, and says so', async (context) => {
    saveCheckpoint(folder(), 1, 'small', 'run');
    await underLimit(context, 'fsize', 65_536, async () => {
      const error = await errorOf(() => saveCheckpoint(folder(), 2, new Uint8Array(100_000), 'run'));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(/cannot write .*2\.ckpt: .*\(EFBIG\)/);
    });
    expect(checkpoints()).toStrictEqual(['0000000000000001.ckpt']);
    expect(loadLatestCheckpoint(folder(), 'run').latest!.payload).toBe('small');
  });
});

describe('a damaged checkpoint', () => {
  const older = '0000000000000010.ckpt';
  const newer = '0000000000000020.ckpt';
  const save = (): Buffer => {
    saveCheckpoint(folder(), 10, { loci: new Uint32Array(50).fill(1) }, 'run');
    saveCheckpoint(folder(), 20, { loci: new Uint32Array(50).fill(2) }, 'run');
    return readFileSync(pathOf(newer));
  };
  const expectRefused = (bytes: Uint8Array): void => {
    writeFileSync(pathOf(newer), bytes);
    const { latest, damaged } = loadLatestCheckpoint(folder(), 'run');
    expect(latest!.file).toBe(pathOf(older));
    expect(latest!.payload).toStrictEqual({ loci: new Uint32Array(50).fill(1) });
    expect(damaged).toHaveLength(1);
    expect(damaged[0]!.startsWith(`${pathOf(newer)}: `)).toBe(true);
  };

  it('is never accepted with any one byte changed; the one before is used and the damaged one named', () => {
    const intact = save();
    const random = seedrandom('byte flips');
    for (let at = 0; at < intact.length; at++) {
      const bytes = Buffer.from(intact);
      bytes[at]! ^= 1 + ((random.int32() >>> 0) % 255);
      expectRefused(bytes);
    }
  });

  it('is never accepted cut short at any place, or with bytes added', () => {
    const intact = save();
    for (let length = 0; length < intact.length; length++) expectRefused(intact.subarray(0, length));
    expectRefused(Buffer.concat([intact, Buffer.of(0)]));
  });

  it('is never accepted with several stretches overwritten', () => {
    const intact = save();
    const random = seedrandom('stretches');
    const below = (bound: number): number => Math.floor(random() * bound);
    for (let trial = 0; trial < 200; trial++) {
      const bytes = Buffer.from(intact);
      for (let stretch = 0; stretch < 3; stretch++) {
        const start = below(bytes.length);
        bytes.subarray(start, start + 1 + below(40)).fill(below(256));
      }
      if (!bytes.equals(intact)) expectRefused(bytes);
    }
  });

  it('is named together with the one before when both are damaged, and nothing is returned', () => {
    save();
    writeFileSync(pathOf(older), '');
    writeFileSync(pathOf(newer), 'something else that is long enough to hold a checkpoint’s whole header');
    const { latest, damaged } = loadLatestCheckpoint(folder(), 'run');
    expect(latest).toBeNull();
    expect(damaged).toStrictEqual([
      `${pathOf(newer)}: does not begin with SCARCE-1`,
      `${pathOf(older)}: cut short: 0 bytes`,
    ]);
  });
});
