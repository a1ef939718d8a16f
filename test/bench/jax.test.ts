import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { JAX_FORMS } from '../../src/bench/native/jax-forms.js';
import { startNative } from '../../src/bench/native/native-process.js';
import { encodeWork, type NativeWork } from '../../src/bench/native/native-work.js';
import { jaxOnNumpy } from '../../src/bench/native/toolchain.js';
import { lineScenario } from '../../src/bench/work/scenarios.js';
import { workOn } from '../../src/bench/work/work.js';
import { drawBlueprint } from '../../src/run/engine.js';
import { referenceEvaluator } from '../../src/simulate/reference/reference.js';
import { randomLoci } from '../simulate/hand-system.js';
import { smallWork } from './small-work.js';

const folder = mkdtempSync(join(tmpdir(), 'scarce-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A line, whose ticks in the middle have as many rows each: the looped form loops there. */
function lineWork(): NativeWork {
  const blueprint = drawBlueprint(
    lineScenario({ rows: 3, columns: 8, row: 1 }, ['population.size=7', 'measure.samples=384']),
  );
  return workOn(blueprint, randomLoci(blueprint.system, 7, 1), 0);
}

const program = jaxOnNumpy(folder);
if ('missing' in program) console.log(`skipped: ${program.name}: ${program.missing}`);

describe('the rollout in JAX, its arithmetic run by NumPy', () => {
  it.skipIf('missing' in program)("gives the reference's counts in every form", async () => {
    if ('missing' in program) return;
    const [command, ...words] = program.start;
    const running = startNative(command, words);
    try {
      // Samples and genotypes that do and do not fill whole pieces, with noise and without.
      for (const work of [smallWork(1, 3, 128), smallWork(3, 5, 384), smallWork(5, 2, 256), lineWork()]) {
        const { system, readings, loci, count, stimulus } = work;
        const expected = new Uint32Array(count * readings.length * 4);
        referenceEvaluator(system, readings).evaluate(loci, 0, count, stimulus, expected);
        const file = join(folder, 'work');
        writeFileSync(file, encodeWork(work));
        for (const form of JAX_FORMS) {
          // Pieces of a few words, so that there are several of them.
          await running.ask(`form ${form} 96`);
          await running.ask(`load ${file}`);
          await running.ask('whole 2');
          const counts = (await running.ask(`counts ${count}`)).split(' ').map(Number);
          expect(counts, `${form}, K = ${system.lattice.neighbourCount}`).toEqual(Array.from(expected));
        }
      }
    } finally {
      running.close();
    }
  });

  it('fails with what the program said where it cannot go on', async () => {
    if ('missing' in program) return;
    const [command, ...words] = program.start;
    const running = startNative(command, words);
    await expect(running.ask(`load ${join(folder, 'nowhere')}`)).rejects.toThrow('nowhere');
  });
});
