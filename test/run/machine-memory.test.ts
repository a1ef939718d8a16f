import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import { memoryInWords } from '../../src/run/examine-machine.js';
import { lesserMemory, memoryObstacle, usableMemory } from '../../src/run/machine-memory.js';
import { runPressure } from '../../src/run/pressure/pressure.js';
import { runScenario } from '../../src/run/run.js';
import { pressureOptions } from './pressure/small-pressure.js';
import { runOptions, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const GIB = 2 ** 30;
const folder = temporaryFolder();

describe('the memory that a process may use', () => {
  it('is the machine’s, or what its control group allows where that is less', () => {
    expect(lesserMemory(16 * GIB, 4 * GIB)).toEqual({ bytes: 4 * GIB, isConstrained: true });
    // Node's ways to say that there is no limit.
    for (const none of [undefined, 0, 16 * GIB, 2 ** 64]) {
      expect(lesserMemory(16 * GIB, none)).toEqual({ bytes: 16 * GIB, isConstrained: false });
    }
    expect(usableMemory().bytes).toBeLessThanOrEqual(totalmem());
  });

  it('is shared by the runs that are done at once', () => {
    const machine = { bytes: 16 * GIB, isConstrained: false };
    expect(memoryObstacle(4 * GIB, 4, machine)).toBeNull();
    expect(memoryObstacle(4 * GIB + 1, 4, machine)).toBe(
      'needs about 4.0 GiB of memory; this machine has 16.0 GiB, of which 4 runs at once can use 4.0 GiB each',
    );
    expect(memoryObstacle(17 * GIB, 1, { bytes: 2 * GIB, isConstrained: true })).toBe(
      'needs about 17.0 GiB of memory; its control group allows this process 2.0 GiB',
    );
  });

  it('decides on runs and pressure curves before anything is written', async () => {
    const sharing = 2 ** 30;
    const reason = /^small: needs about .* of which 1073741824 runs at once can use 0\.0 GiB each: lower /;
    const run = runScenario({ ...runOptions(SMALL_SCENARIO, folder), sharing });
    await expect(run).rejects.toThrow(reason);
    await expect(run).rejects.toThrow(UserError);
    await expect(runPressure({ ...pressureOptions(folder), sharing })).rejects.toThrow(reason);
  });

  it('is what scarce doctor shows', () => {
    expect(memoryInWords(16 * GIB, 3 * GIB, { bytes: 16 * GIB, isConstrained: false })).toBe('16.0 GiB, 3.0 GiB free');
    expect(memoryInWords(16 * GIB, 3 * GIB, { bytes: 4 * GIB, isConstrained: true })).toBe(
      '4.0 GiB (the limit of the control group; the machine has 16.0 GiB, 3.0 GiB free)',
    );
  });
});
