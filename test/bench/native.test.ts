import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startNative } from '../../src/bench/native/native-process.js';
import type { NativeWork } from '../../src/bench/native/native-work.js';
import { encodeWork } from '../../src/bench/native/native-work.js';
import { compileC, findNumpy, type Native } from '../../src/bench/native/toolchain.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { smallWork } from './small-work.js';

const folder = mkdtempSync(join(tmpdir(), 'scarce-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plainCounts({ system, readings, loci, count, stimulus }: NativeWork): Uint32Array {
  const counts = new Uint32Array(count * readings.length * 4);
  plainEvaluator(system, readings).evaluate(loci, 0, count, stimulus, counts);
  return counts;
}

async function nativeCounts(native: Native, work: NativeWork, times: number): Promise<Uint32Array> {
  if ('missing' in native) throw new Error(native.missing);
  const file = join(folder, 'work.bin');
  writeFileSync(file, encodeWork(work));
  const running = startNative(native.start[0], [...native.start.slice(1), file]);
  try {
    await running.run(times);
    return await running.counts();
  } finally {
    running.close();
  }
}

/** Skips, with the reason on the console, where this machine has not the tool. */
const skipWithout = (native: Native): boolean => {
  if ('missing' in native) console.log(`skipped: ${native.name}: ${native.missing}`);
  return 'missing' in native;
};

describe('the loop in other languages', () => {
  for (const neighbourCount of [1, 2, 3, 4, 5]) {
    for (const native of compileC(neighbourCount, folder)) {
      it.skipIf(skipWithout(native))(
        `gives the plain evaluator's counts in C for K = ${neighbourCount} (${native.name})`,
        async () => {
          const work = smallWork(neighbourCount);
          // Twice over: a second evaluation must not add to the first.
          expect(await nativeCounts(native, work, 2)).toEqual(plainCounts(work));
        },
      );
    }
  }

  const numpy = findNumpy(folder);
  it.skipIf(skipWithout(numpy))("gives the plain evaluator's counts in NumPy", async () => {
    for (const neighbourCount of [1, 3, 5]) {
      const work = smallWork(neighbourCount);
      expect(await nativeCounts(numpy, work, 2)).toEqual(plainCounts(work));
    }
  });

  it('says what is missing where there is no compiler and no python3', () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      expect(compileC(3, folder)).toEqual([
        { name: 'gcc -O3', missing: expect.stringContaining('no C compiler on the PATH') },
        { name: 'gcc -O3 -march=native', missing: expect.stringContaining('gcc, cc, clang') },
      ]);
      expect(findNumpy(folder)).toEqual({ name: 'NumPy', missing: 'no python3 on the PATH' });
    } finally {
      process.env.PATH = path;
    }
  });

  it('fails with what the program said when it stops in the middle', async () => {
    const native = startNative(process.execPath, ['-e', 'console.error("no such luck"); process.exit(3)']);
    await expect(native.run(1)).rejects.toThrow('no such luck');
  });

  it('refuses readings of several bits, which the programs do not count', () => {
    const work = smallWork(2);
    expect(() => encodeWork({ ...work, readings: [{ ...work.readings[0]!, source: [0, 3] }] })).toThrow(
      'one bit against one bit',
    );
  });
});
