import { describe, expect, it } from 'vitest';
import { interleave } from '../../src/bench/interleave.js';

/** A clock that only contenders move, and a diary of who ran how often. */
function machine() {
  const diary: string[] = [];
  let now = 1000;
  return {
    diary,
    clock: () => now,
    contender: (name: string, ms: (call: number) => number) => {
      let call = 0;
      return {
        name,
        run: (times: number) => {
          diary.push(`${name}${times}`);
          now += times * ms(call++);
        },
      };
    },
  };
}

describe('interleaved rounds', () => {
  it('take contenders in turn, each round beginning with another', async () => {
    const { clock, contender, diary } = machine();
    const contenders = ['a', 'b', 'c'].map((name) => contender(name, () => 10));
    await interleave(contenders, { rounds: 3, warmupRounds: 1, sliceMs: 10 }, clock);
    expect(diary.join(' ')).toBe('a1 b1 c1 a1 b1 c1 b1 c1 a1 c1 a1 b1');
  });

  it('repeat quick work until it fills its slice, and report the time of one', async () => {
    const { clock, contender, diary } = machine();
    const contenders = [contender('quick', () => 2), contender('slow', () => 50)];
    const seconds = await interleave(contenders, { rounds: 2, warmupRounds: 1, sliceMs: 20 }, clock);
    expect(diary.slice(2, 4)).toEqual(['quick10', 'slow1']);
    expect(seconds.map((rounds) => Array.from(rounds))).toEqual([
      [0.002, 0.002],
      [0.05, 0.05],
    ]);
  });

  it('leave warm-up rounds out of what they report', async () => {
    const { clock, contender } = machine();
    const settling = contender('settling', (call) => (call < 2 ? 500 : 4));
    const [seconds] = await interleave([settling], { rounds: 3, warmupRounds: 2, sliceMs: 1 }, clock);
    expect(Array.from(seconds!)).toEqual([0.004, 0.004, 0.004]);
  });

  it('wait for work done elsewhere', async () => {
    let now = 0;
    const later = {
      name: 'later',
      run: async () => {
        await Promise.resolve();
        now += 7;
      },
    };
    const [seconds] = await interleave([later], { rounds: 1, warmupRounds: 0, sliceMs: 1 }, () => now);
    expect(seconds![0]).toBe(0.007);
  });
});
