import { describe, expect, it } from 'vitest';
import { BatchServer } from '../../../src/simulate/device/batch-server.js';
import { type Session, SessionFailure } from '../../../src/simulate/device/session.js';
import type { Stimulus } from '../../../src/simulate/stimulus.js';

const nothing = new Uint32Array(0);
const stimulusOf = (word: number): Stimulus => {
  return { samples: 32, words: 1, elements: Uint32Array.of(word), borders: nothing, starts: nothing, noise: nothing };
};

/** A batch as the device saw it. */
interface Seen {
  readonly plan: string;
  readonly loci: number[];
  readonly word: number;
}

/**
 * A device without mathematics: a genotype is one word, its counts are that word and the stimulus' one. It takes a turn of
 * the event loop for each batch, and longer `until` something has happened; it fails where `fails` says so of the batch it is
 * asked for, counted from 0.
 */
function fakeDevice({ most = 4, fails = (_: number, __: number): unknown => null, until = Promise.resolve() } = {}) {
  const seen: Seen[] = [];
  const log: string[] = [];
  let opened = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const open = async (): Promise<Session<string>> => {
    const number = opened++;
    log.push(`open ${number}`);
    return {
      plan: () => 'unused',
      mostGenotypes: () => most,
      async rollOut(plan, loci, count, { elements }) {
        expect(loci.length).toBe(count);
        const copy = Array.from(loci);
        const error = fails(seen.push({ plan, loci: copy, word: elements[0]! }) - 1, count);
        atOnce++;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 1));
        await until;
        atOnce--;
        if (error !== null) throw error;
        return Int32Array.from(copy.flatMap((locus) => [locus, elements[0]!]));
      },
      forget: (plan) => log.push(`forget ${plan} on ${number}`),
      async close() {
        log.push(`close ${number}`);
      },
    };
  };
  return { seen, log, open, mostAtOnce: () => mostAtOnce };
}

async function serverOf(device: ReturnType<typeof fakeDevice>, reopen = device.open) {
  return new BatchServer<string, string>(reopen, (_, key) => key, await device.open());
}

/** Counts `[genotype][2]` of a request for words, as they come back. */
function ask(server: BatchServer<string, string>, words: number[], { plan = 'p', stimulus = stimulusOf(7) } = {}) {
  const counts: number[][] = words.map(() => []);
  return new Promise<number[][]>((resolve, reject) => {
    server.submit({
      plan,
      loci: Int32Array.from(words),
      count: words.length,
      stimulus,
      give(first, found) {
        for (let i = 0; i < found.length / 2; i++) {
          // Each genotype once.
          expect(counts[first + i]).toEqual([]);
          counts[first + i] = Array.from(found.subarray(2 * i, 2 * i + 2));
        }
      },
      done: () => resolve(counts),
      fail: reject,
    });
  });
}

/** A promise, and what fulfils it. */
function gate(): [Promise<void>, () => void] {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [promise, () => open()];
}

const expected = (words: number[], word = 7): number[][] => words.map((own) => [own, word]);
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => 10 + i);

describe('requests', () => {
  it('of one plan on one stimulus share a batch, also where the stimulus is a copy', async () => {
    const device = fakeDevice();
    const server = await serverOf(device);
    const answers = await Promise.all([ask(server, [1]), ask(server, [2, 3]), ask(server, [4])]);
    expect(answers).toEqual([expected([1]), expected([2, 3]), expected([4])]);
    expect(device.seen).toEqual([{ plan: 'p', loci: [1, 2, 3, 4], word: 7 }]);
  });

  it('that are answered leave a plan that can be forgotten, once, and loaded again', async () => {
    const device = fakeDevice();
    const server = await serverOf(device);
    expect(await ask(server, [1])).toEqual([[1, 7]]);
    for (const plan of ['p', 'p', 'never asked for']) server.forget(plan);
    expect(await ask(server, [2])).toEqual([[2, 7]]);
    expect(device.log).toEqual(['open 0', 'forget p on 0']);
    await server.close();
  });

  it('of another plan or another stimulus do not', async () => {
    const device = fakeDevice();
    const server = await serverOf(device);
    const others = [ask(server, [1]), ask(server, [2], { plan: 'q' }), ask(server, [3], { stimulus: stimulusOf(8) })];
    expect(await Promise.all(others)).toEqual([expected([1]), expected([2]), expected([3], 8)]);
    expect(device.seen.map(({ loci }) => loci)).toEqual([[1], [2], [3]]);
  });

  it('beyond what a batch holds go into several, two of them under way at once and no more', async () => {
    const device = fakeDevice();
    const server = await serverOf(device);
    const [first, second] = await Promise.all([ask(server, range(10)), ask(server, range(3))]);
    expect(first).toEqual(expected(range(10)));
    expect(second).toEqual(expected(range(3)));
    expect(device.seen.map(({ loci }) => loci.length)).toEqual([4, 4, 4, 1]);
    expect(device.mostAtOnce()).toBe(2);
  });
});

describe('a device that fails', () => {
  const lost = new SessionFailure('the device was lost');

  it('is opened again, and the same batch is tried once more as it was', async () => {
    const device = fakeDevice({ fails: (batch) => (batch === 0 ? lost : null) });
    const server = await serverOf(device);
    expect(await ask(server, range(4))).toEqual(expected(range(4)));
    expect(device.seen.map(({ loci }) => loci.length)).toEqual([4, 4]);
    expect(device.log).toEqual(['open 0', 'close 0', 'open 1']);
  });

  it('is opened again once where two batches under way fail together', async () => {
    const device = fakeDevice({ fails: (batch) => (batch < 2 ? lost : null) });
    const server = await serverOf(device);
    expect(await ask(server, range(8))).toEqual(expected(range(8)));
    expect(device.log).toEqual(['open 0', 'close 0', 'open 1']);
  });

  it('gets halves of a batch that it has not the memory for', async () => {
    const device = fakeDevice({ most: 64, fails: (_, count) => (count > 2 ? lost : null) });
    const server = await serverOf(device);
    expect(await ask(server, range(8))).toEqual(expected(range(8)));
    expect(device.seen.map(({ loci }) => loci.length)).toEqual([8, 8, 4, 4, 2, 2, 2, 2]);
  });

  it('fails its requests in the end with what happened and what to do, and serves others', async () => {
    const device = fakeDevice({ fails: (_, __) => (device.seen.at(-1)!.loci.includes(99) ? lost : null) });
    const server = await serverOf(device);
    const [bad, good] = await Promise.allSettled([ask(server, [99]), ask(server, [1], { plan: 'q' })]);
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(SessionFailure) });
    expect(String((bad as PromiseRejectedResult).reason)).toMatch(
      /the device was lost; it failed 2 times.*batch of 1 genotype: lower measure.samples.*--resume/,
    );
    expect(good).toEqual({ status: 'fulfilled', value: expected([1]) });
    expect(await ask(server, [2])).toEqual(expected([2]));
  });

  it('gets what has failed by itself, the rest of it too, so that others who wait do not fail with it', async () => {
    let other: Promise<number[][]> | undefined;
    const fails = (batch: number, count: number): unknown => {
      // Comes while the first of the halves is under way, and the rest has not begun.
      if (batch === 2) other = ask(server, [2]);
      return count > 3 ? lost : null;
    };
    const device = fakeDevice({ most: 64, fails });
    const server = await serverOf(device);
    expect(await ask(server, range(5))).toEqual(expected(range(5)));
    expect(await other).toEqual(expected([2]));
    expect(device.seen.map(({ loci }) => loci.length)).toEqual([5, 5, 3, 2, 1]);
  });

  it('is not tried again where the program is at fault', async () => {
    const device = fakeDevice({ fails: () => new TypeError('no such thing') });
    const server = await serverOf(device);
    await expect(ask(server, [1])).rejects.toThrow(TypeError);
    expect(device.seen.length).toBe(1);
    expect(device.log).toEqual(['open 0']);
  });

  it('that cannot be opened again fails every request, none waits in vain', async () => {
    const device = fakeDevice({ fails: () => lost });
    const server = await serverOf(device, () => Promise.reject(new SessionFailure('only software is left')));
    const all = await Promise.allSettled([ask(server, range(9)), ask(server, [1], { plan: 'q' })]);
    for (const one of all) {
      expect(one).toMatchObject({ status: 'rejected', reason: { message: 'only software is left' } });
    }
    await expect(ask(server, [1])).rejects.toThrow('only software is left');
    await server.close();
  });
});

describe('closing', () => {
  it('waits for what is under way, refuses what waits, and lets go of the device last', async () => {
    const [until, go] = gate();
    const device = fakeDevice({ most: 1, until });
    const server = await serverOf(device);
    const asked = [ask(server, [1]), ask(server, [2], { plan: 'q' }), ask(server, [3], { plan: 'r' })];
    const settled = Promise.allSettled(asked);
    await new Promise((resolve) => setImmediate(resolve));
    expect(device.seen.length).toBe(2);
    const closed = server.close();
    go();
    await closed;
    const [first, second, third] = await settled;
    expect(first).toEqual({ status: 'fulfilled', value: expected([1]) });
    expect(second).toEqual({ status: 'fulfilled', value: expected([2]) });
    expect(third).toMatchObject({ status: 'rejected', reason: expect.any(SessionFailure) });
    expect(device.log).toEqual(['open 0', 'close 0']);
    await expect(ask(server, [4])).rejects.toThrow('is being closed');
  });

  it('gives a batch up that fails meanwhile', async () => {
    const [until, go] = gate();
    const device = fakeDevice({ fails: () => new SessionFailure('the device was lost'), until });
    const server = await serverOf(device);
    const asked = ask(server, [1]);
    await new Promise((resolve) => setImmediate(resolve));
    const closed = server.close();
    go();
    await expect(asked).rejects.toThrow(SessionFailure);
    await closed;
    expect(device.log).toEqual(['open 0', 'close 0']);
  });
});
