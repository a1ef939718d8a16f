import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

describe('the digest of a run', () => {
  it('is the same for 0, 1, 2 and 4 workers, and for one sample at a time', async () => {
    const digests: (string | null)[] = [];
    for (const workers of [0, 1, 2, 4]) {
      digests.push((await runText(SMALL_SCENARIO, join(folder, `workers-${workers}`), { workers })).digest);
    }
    digests.push((await runText(SMALL_SCENARIO, join(folder, 'plain'), { evaluator: 'plain' })).digest);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests).size).toBe(1);
  });

  it('is the same with the keys of the file in another order, and differs for another seed', async () => {
    const blocks = SMALL_SCENARIO.trim().split(/\n(?=\S)/);
    const shuffled = `# another order\n${blocks.reverse().join('\n')}\n`;
    const { digest } = await runText(SMALL_SCENARIO, join(folder, 'a'));
    expect((await runText(shuffled, join(folder, 'b'))).digest).toBe(digest);
    const otherSeed = await runText(SMALL_SCENARIO.replace('seed: 11', 'seed: 12'), join(folder, 'c'));
    expect(otherSeed.digest).not.toBe(digest);
  });

  it('is the same where the two islands of a file exchange nothing and the tasks fall otherwise', async () => {
    // 70 individuals: parts of 2, the last one of a task uneven for 4 workers.
    const overrides = ['population.size=35', 'population.islands=2'];
    const inline = await runText(SMALL_SCENARIO, join(folder, 'd'), { overrides });
    const threads = await runText(SMALL_SCENARIO, join(folder, 'e'), { overrides, workers: 4 });
    expect(threads.digest).toBe(inline.digest);
  });
});
