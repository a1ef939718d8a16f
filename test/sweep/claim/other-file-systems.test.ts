import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beat, claim, holds, type Lease, release } from '../../../src/sweep/claim/lease.js';
import { placeLease } from '../../../src/sweep/claim/place-lease.js';
import { layout } from '../../../src/sweep/layout.js';
import { freshFolder } from '../../store/fixtures.js';

// File systems that are not to be had everywhere: without hard links, or on the other side of a network.
const system = vi.hoisted(() => ({ refusal: null as string | null, isAnswerLost: false, isHandleStale: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    linkSync(from: string, to: string) {
      if (system.refusal !== null) throw Object.assign(new Error('no links here'), { code: system.refusal });
      fs.linkSync(from, to);
      // Asked for once more.
      if (system.isAnswerLost) fs.linkSync(from, to);
    },
    readFileSync(...given: Parameters<typeof fs.readFileSync>) {
      if (system.isHandleStale && typeof given[0] === 'number')
        throw Object.assign(new Error('removed by another node'), { code: 'ESTALE' });
      return fs.readFileSync(...given);
    },
  };
});
afterEach(() => Object.assign(system, { refusal: null, isAnswerLost: false, isHandleStale: false }));

const folder = freshFolder();
const ID = 'ab0123456789abcdef01';

const claimBy = (pid: number): Lease | null =>
  claim(folder(), ID, { claimant: { host: 'node', pid, job: null }, stale: 120 });

describe('a lease on another file system', () => {
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('without hard links (%s) is given once too', (code) => {
    system.refusal = code;
    const first = claimBy(1)!;
    expect(first).toMatchObject({ n: 0 });
    expect(claimBy(2)).toBeNull();
    // As when another had looked before the first had made its file.
    const other = { ...first.record, token: 'ffffffffffffffff' };
    expect(placeLease(layout.lease(folder(), ID, 0), other)).toBe(false);
    expect(holds(first)).toBe(true);
    release(first);
    expect(claimBy(2)).toMatchObject({ n: 0 });
  });

  it("whose answer is lost is known for one's own when the server says that it is there", () => {
    system.isAnswerLost = true;
    expect(claimBy(1)).toMatchObject({ n: 0 });
    expect(claimBy(2)).toBeNull();
    expect(readdirSync(dirname(layout.lease(folder(), ID, 0)))).toEqual([`${ID}.0.lease`]);
  });

  it('that was removed by another node while it is read is gone, and no fault', () => {
    const lease = claimBy(1)!;
    system.isHandleStale = true;
    expect(claimBy(2)).toBeNull();
    expect(holds(lease)).toBe(false);
    expect(beat(lease, null)).toBe(false);
  });
});
