import { linkSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../../src/base/errors.js';
import { createDirectory } from '../../../src/store/run-directory.js';
import { thisClaimant } from '../../../src/sweep/claim/claimant.js';
import { fileSystemNow } from '../../../src/sweep/claim/file-clock.js';
import { beat, claim, holds, type Lease, release } from '../../../src/sweep/claim/lease.js';
import { seeLeases } from '../../../src/sweep/claim/see-leases.js';
import { layout } from '../../../src/sweep/layout.js';
import { errorOf, freshFolder } from '../../store/fixtures.js';

const folder = freshFolder();
const ID = 'ab0123456789abcdef01';
const STALE = 120;
const progress = { command: 'run', done: 7, total: 100, from: 3, elapsedMs: 50 } as const;

function claimant(pid: number) {
  return { host: 'node', pid, job: null };
}

/** A claim by a process of so many, at a time in seconds after all leases' last beats that were left alone. */
function claimBy(pid: number, secondsLater = 0): Lease | null {
  return claim(folder(), ID, {
    ...{ claimant: claimant(pid), stale: STALE },
    now: () => fileSystemNow(layout.claims(folder())) + secondsLater * 1000,
  });
}

/** Names of all that lies in the folders of leases. */
function left(): string[] {
  return readdirSync(layout.claims(folder()), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

describe('a lease', () => {
  it('is given for a free point, number 0, and to nobody else while it beats', () => {
    const lease = claimBy(1)!;
    expect(lease).toMatchObject({ n: 0, from: null, record: { id: ID, pid: 1, host: 'node', progress: null } });
    expect(left()).toEqual([`${ID}.0.lease`]);
    expect(claimBy(2)).toBeNull();
    expect(claimBy(2, STALE - 1)).toBeNull();
    expect(beat(lease, progress)).toBe(true);
    expect(holds(lease)).toBe(true);
    expect(left()).toEqual([`${ID}.0.lease`]);
  });

  it('says who holds it and how far that one is, at the same length after every beat', () => {
    const lease = claimBy(1)!;
    const file = layout.lease(folder(), ID, 0);
    const { size } = statSync(file);
    beat(lease, progress);
    beat(lease, { ...progress, done: 1e9, total: 1e9 });
    beat(lease, progress);
    expect(statSync(file).size).toBe(size);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ ...lease.record, progress });
    expect(seeLeases(folder()).get(ID)).toMatchObject({ n: 0, record: { progress } });
  });

  it("is still known for one's own when it is read in the middle of a beat", () => {
    const lease = claimBy(1)!;
    beat(lease, progress);
    const file = layout.lease(folder(), ID, 0);
    const before = readFileSync(file);
    beat(lease, { ...progress, done: 99, elapsedMs: 123456 });
    const after = readFileSync(file);
    for (let written = 0; written <= before.length; written += 8) {
      writeFileSync(file, Buffer.concat([after.subarray(0, written), before.subarray(written)]));
      expect(holds(lease)).toBe(true);
    }
    expect(beat(lease, progress)).toBe(true);
  });

  it('is free for all once it is released, and nothing is left of it', () => {
    release(claimBy(1)!);
    expect(left()).toEqual([]);
    expect(claimBy(2)).toMatchObject({ n: 0, from: null });
  });

  it('is taken over by one alone once it is stale, and tells the first so', () => {
    const first = claimBy(1)!;
    const second = claimBy(2, STALE + 1)!;
    expect(second).toMatchObject({ n: 1, from: { pid: 1, token: first.record.token } });
    expect(claimBy(3)).toBeNull();
    expect(holds(first)).toBe(false);
    expect(beat(first, progress)).toBe(false);
    expect(beat(second, progress)).toBe(true);
    release(first);
    expect(left()).toEqual([`${ID}.1.lease`]);
    expect(holds(second)).toBe(true);
    expect(claimBy(3)).toBeNull();
    release(second);
    expect(left()).toEqual([]);
  });

  it('is taken over again and again by numbers, of which the highest holds', () => {
    const leases = [claimBy(1)!];
    for (let pid = 2; pid <= 12; pid++) leases.push(claimBy(pid, pid * 1000)!);
    expect(leases.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(leases.map(holds)).toEqual([...Array(11).fill(false), true]);
    release(leases[11]!);
    expect(left()).toEqual([]);
  });

  it('beats by the time of the file system alone: what its file was given counts, not any clock of a process', () => {
    const lease = claimBy(1)!;
    const file = layout.lease(folder(), ID, 0);
    const hour = 3600;
    const long = statSync(file).mtimeMs / 1000 - hour;
    utimesSync(file, long, long);
    beat(lease, progress);
    expect(claim(folder(), ID, { claimant: claimant(2), stale: STALE })).toBeNull();
    utimesSync(file, long, long);
    expect(claim(folder(), ID, { claimant: claimant(2), stale: STALE })).toMatchObject({ n: 1 });
  });

  it('of somebody who comes back long after is not released over a new holder of the same number', () => {
    const first = claimBy(1)!;
    release(claimBy(2, STALE + 1)!);
    const third = claimBy(3)!;
    expect(third.n).toBe(0);
    expect(beat(first, progress)).toBe(false);
    expect(holds(first)).toBe(false);
    release(first);
    expect(holds(third)).toBe(true);
    expect(seeLeases(folder()).get(ID)!.record!.pid).toBe(3);
  });
});

describe('a claim', () => {
  /** What happens between a claimant's look at the leases and its own link: the clock is read in between. */
  function claimWhile(meanwhile: () => void): Lease | null {
    return claim(folder(), ID, {
      ...{ claimant: claimant(2), stale: STALE },
      now() {
        meanwhile();
        return fileSystemNow(layout.claims(folder())) + (STALE + 1) * 1000;
      },
    });
  }

  it('of a stale lease is withdrawn where its holder woke up meanwhile', () => {
    const first = claimBy(1)!;
    expect(claimWhile(() => beat(first, progress))).toBeNull();
    expect(left()).toEqual([`${ID}.0.lease`]);
    expect(holds(first)).toBe(true);
  });

  it('is withdrawn where another took over, finished and released meanwhile', () => {
    claimBy(1);
    expect(claimWhile(() => release(claimBy(3, STALE + 1)!))).toBeNull();
    expect(left()).toEqual([]);
  });

  it('is withdrawn where all that was released and claimed anew meanwhile, and leaves the new one', () => {
    claimBy(1);
    let third: Lease | null = null;
    const late = claimWhile(() => {
      release(claimBy(3, STALE + 1)!);
      third = claimBy(4);
    });
    expect(late).toBeNull();
    expect(holds(third!)).toBe(true);
    expect(left()).toEqual([`${ID}.0.lease`]);
  });

  it('is refused where another was faster', () => {
    claimBy(1);
    expect(claimWhile(() => claimBy(3, STALE + 1))).toBeNull();
    expect(left()).toEqual([`${ID}.0.lease`, `${ID}.1.lease`]);
  });

  it('takes over what a crash of the machine left empty, by its time', () => {
    const file = layout.lease(folder(), ID, 0);
    createDirectory(join(layout.claims(folder()), 'ab'));
    writeFileSync(file, '');
    expect(claimBy(2)).toBeNull();
    expect(claimBy(2, STALE + 1)).toMatchObject({ n: 1, from: null });
  });

  it('keeps apart ids of which one begins like another', () => {
    const other = claim(folder(), `${ID}ff`, { claimant: claimant(1), stale: STALE })!;
    const lease = claimBy(1)!;
    release(lease);
    expect(holds(other)).toBe(true);
    expect([...seeLeases(folder()).keys()]).toEqual([`${ID}ff`]);
  });

  it('is a clear error where leases cannot be written', async () => {
    writeFileSync(layout.claims(folder()), 'a file');
    const error = await errorOf(() => claimBy(1));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toContain(layout.claims(folder()));
  });
});

describe('the highest lease', () => {
  it('is the one that holds also where lower ones are gone already, as in the middle of a release', () => {
    claimBy(1);
    const second = claimBy(2, STALE + 1)!;
    rmSync(layout.lease(folder(), ID, 0));
    expect(holds(second)).toBe(true);
    expect(claimBy(3)).toBeNull();
    // Whoever saw the point free long ago may now make number 0: it must not hold.
    linkSync(layout.lease(folder(), ID, 1), layout.lease(folder(), ID, 0));
    expect(holds(second)).toBe(true);
  });
});

describe('who claims', () => {
  it('is told with the task of its scheduler', () => {
    const jobIn = (environment: NodeJS.ProcessEnv) => thisClaimant(environment).job;
    expect(jobIn({})).toBeNull();
    expect(jobIn({ SLURM_JOB_ID: '19', SLURM_ARRAY_JOB_ID: '12', SLURM_ARRAY_TASK_ID: '7' })).toBe('12_7');
    expect(jobIn({ SLURM_JOB_ID: '19' })).toBe('19');
    expect(jobIn({ LSB_JOBID: '5', LSB_JOBINDEX: '3' })).toBe('5_3');
    expect(jobIn({ JOB_ID: '5', SGE_TASK_ID: 'undefined' })).toBe('5');
    expect(jobIn({ JOB_COMPLETION_INDEX: '4', HOSTNAME: 'sweep-4-abcde' })).toBe('sweep-4-abcde');
    expect(thisClaimant().pid).toBe(process.pid);
  });
});
