import { describe, expect, it } from 'vitest';
import { DeviceError, InvariantError } from '../../src/base/errors.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { describeShard, threadPool } from '../../src/run/pool.js';
import { digestOf } from '../../src/run/results/digest-of.js';
import type { ShardTask } from '../../src/run/shard/context.js';
import { withRetries } from '../../src/run/worker-pool.js';
import { loadScenario } from '../../src/scenario/load.js';
import { SMALL_SCENARIO } from './scenario-text.js';

const { scenario } = loadScenario({ text: SMALL_SCENARIO, file: 'small.yaml' });

describe('a worker that dies', () => {
  it('is replaced, its work is done again, and the result is the same', async () => {
    const blueprint = drawBlueprint(scenario);
    const inline = createEngine(blueprint, 0, 'reference');
    const expected = digestOf((await evolve(inline)).tables).digest;
    let deaths = 0;
    const engine = createEngine(blueprint, 2, 'reference', {
      createPool: (context, workers) => {
        const pool = threadPool(context, workers);
        return {
          async run(tasks) {
            const done = pool.run(tasks);
            // Ends a thread in the middle of every seventh batch of tasks.
            if (deaths++ % 7 === 3) await pool.threads[0]!.terminate();
            await done;
          },
          close: () => pool.close(),
        };
      },
    });
    try {
      expect(digestOf((await evolve(engine)).tables).digest).toBe(expected);
    } finally {
      await engine.close();
    }
    expect(deaths).toBeGreaterThan(7);
  });

  it('is reported with the place of the work and the way out where it dies again and again', async () => {
    const task: ShardTask = { kind: 'breed', generation: 7, buffer: 0, first: 30, count: 10 };
    let deaths = 0;
    const dying = withRetries(async () => {
      deaths++;
      throw new Error('Worker terminated due to reaching memory limit');
    }, describeShard);
    const failure = await dying(task).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(
      /a worker died 3 times at breed of individuals 30 to 39 in generation 7: Worker .* limit; continue with --resume/,
    );
    expect(deaths).toBe(3);
    const dyingTwice = withRetries(async () => {
      if (deaths++ < 5) throw new Error('again');
      return { result: undefined };
    }, describeShard);
    await expect(dyingTwice(task)).resolves.toBeUndefined();
  });
});

describe('a fault of the work itself', () => {
  it('is not tried again, and is told as what it is', async () => {
    const engine = createEngine(drawBlueprint(scenario), 1, 'reference', {
      createPool: (context) => threadPool({ ...context, evaluator: 'absent' }, 1),
    });
    const fault = await engine.drawFirst({ generation: 0 }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(InvariantError);
    expect(String(fault)).toContain('absent');
    await engine.close();
  });
});
