import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/run/digest-of.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { threadPool } from '../../src/run/pool.js';
import { loadScenario } from '../../src/scenario/load.js';
import { SMALL_SCENARIO } from './scenario-text.js';

const { scenario } = loadScenario({ text: SMALL_SCENARIO, file: 'small.yaml' });

describe('a worker that dies', () => {
  it('is replaced, its work is done again, and the result is the same', async () => {
    const blueprint = drawBlueprint(scenario);
    const inline = createEngine(blueprint, 0, 'reference');
    const expected = digestOf((await evolve(inline)).tables).digest;
    let deaths = 0;
    const engine = createEngine(blueprint, 2, 'reference', (context, workers) => {
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
    });
    try {
      expect(digestOf((await evolve(engine)).tables).digest).toBe(expected);
    } finally {
      await engine.close();
    }
    expect(deaths).toBeGreaterThan(7);
  });

  it('is reported with the place of the work and the way out where it dies again and again', async () => {
    const blueprint = drawBlueprint(scenario);
    const engine = createEngine(blueprint, 1, 'reference', (context) =>
      threadPool({ ...context, evaluator: 'absent' }, 1),
    );
    await expect(engine.drawFirst({ generation: 0 })).rejects.toThrow(
      /a worker failed 3 times .*individuals 0 to .*--resume/,
    );
    await engine.close();
  });
});
