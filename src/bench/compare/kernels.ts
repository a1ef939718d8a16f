import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvariantError } from '../../base/errors.js';
import { summarise } from '../arithmetic/figure.js';
import { type Contender, interleave } from '../interleave.js';
import { startNative } from '../native/native-process.js';
import { encodeWork } from '../native/native-work.js';
import { compileC, findNumpy } from '../native/toolchain.js';
import type { KernelLine } from '../report.js';
import { rhythmFor, type Tools } from '../tools.js';
import { prepare, type VariantName, variantNames } from '../variants.js';
import type { Population } from '../work/populations.js';
import { denseUpdates, type Work } from '../work/work.js';

/** A line of the table with what it was made of: seconds of one evaluation in each round, empty where it is missing. */
export interface KernelMeasurement {
  readonly line: KernelLine;
  readonly seconds: Float64Array;
}

/** A contender that is there, or the line that says why not. */
type Entrant = { contender: Contender; work: Work; updatesDone: number | null; close: () => void; line: KernelHead };
type KernelHead = Pick<KernelLine, 'population' | 'name'>;

/** Every evaluator, C and NumPy on every population, in turn. All must count alike before any is timed. */
export async function compareKernels(
  populations: readonly Population[],
  tools: Tools,
): Promise<{ measured: KernelMeasurement[]; versions: { name: string; version: string }[] }> {
  const { neighbourCount } = populations[0]!.work.system.lattice;
  const natives = [...compileC(neighbourCount, tools.folder), findNumpy(tools.folder)];
  const entrants: Entrant[] = [];
  const absent: KernelMeasurement[] = [];
  try {
    for (const { line: head, work, small } of populations) {
      const population = head.name;
      const expected = prepare('reference', work);
      expected.run(1);
      for (const name of variantNames) {
        const own = name === 'plain' ? small : work;
        entrants.push(evaluatorEntrant({ population, name }, name, own, own === work ? expected.counts : null));
      }
      const file = join(tools.folder, `${population}.work`);
      writeFileSync(file, encodeWork(work));
      for (const native of natives) {
        const line = { population, name: native.name };
        if ('missing' in native) {
          absent.push({
            line: {
              ...line,
              effective: { missing: native.missing },
              denseUpdates: denseUpdates(work),
              updatesDone: null,
            },
            seconds: new Float64Array(0),
          });
          continue;
        }
        const program = startNative(native.start[0], [...native.start.slice(1), file]);
        const { run, close } = program;
        const updates = denseUpdates(work);
        entrants.push({ contender: { name: native.name, run }, work, updatesDone: updates, close, line });
        await run(1);
        checkCounts(line, await program.counts(), expected.counts);
      }
    }
    const contenders = entrants.map(({ contender }) => contender);
    const seconds = await interleave(contenders, rhythmFor(tools, contenders.length), tools.clock);
    const measured = entrants.map(({ line, work, updatesDone }, e): KernelMeasurement => {
      const updates = denseUpdates(work);
      const effective = summarise(
        seconds[e]!.map((s) => updates / s),
        'updates/s',
      );
      return { line: { ...line, effective, denseUpdates: updates, updatesDone }, seconds: seconds[e]! };
    });
    const versions = natives.flatMap((native) =>
      'version' in native ? [{ name: native.name, version: native.version }] : [],
    );
    return { measured: [...measured, ...absent], versions };
  } finally {
    for (const { close } of entrants) close();
  }
}

function evaluatorEntrant(line: KernelHead, name: VariantName, work: Work, expected: Uint32Array | null): Entrant {
  const prepared = prepare(name, work);
  const reference = expected ?? referenceCounts(work);
  prepared.run(1);
  checkCounts(line, prepared.counts, reference);
  const contender = { name, run: (times: number) => prepared.run(times) };
  return { contender, work, updatesDone: prepared.updatesDone(), close: () => {}, line };
}

function referenceCounts(work: Work): Uint32Array {
  const reference = prepare('reference', work);
  reference.run(1);
  return reference.counts;
}

/** A fast wrong answer is not a contender. */
function checkCounts({ name, population }: KernelHead, given: Uint32Array, expected: Uint32Array): void {
  const wrong = expected.findIndex((count, cell) => given[cell] !== count);
  if (given.length === expected.length && wrong === -1) return;
  throw new InvariantError(
    `benchmark: ${name} on the ${population} population gives ${given.length} counts, expected ${expected.length}` +
      (wrong === -1 ? '' : `; count ${wrong} is ${given[wrong]}, expected ${expected[wrong]}`),
  );
}
