import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../../src/base/errors.js';
import { readBundle } from '../../../src/store/bundle/read-bundle.js';
import { claim } from '../../../src/sweep/claim/lease.js';
import { layout } from '../../../src/sweep/layout.js';
import { computePoint } from '../../../src/sweep/session/compute-point.js';
import { temporaryFolder } from '../../run/scenario-text.js';
import { mountSmallDisk } from '../../small-disk.js';
import { freshFolder } from '../../store/fixtures.js';
import { pointOf, smallSweep } from '../small-sweep.js';
import { filesIn, inlineSession, startInline } from './inline-crew.js';

const folder = freshFolder();
const disk = join(temporaryFolder(), 'disk');

const { refusal, fill: fillDisk, makeRoom } = mountSmallDisk(disk, 'a sweep on a full disk');

describe.skipIf(refusal !== null)('a sweep on a disk that fills up', () => {
  it('ends with a clear error, keeps what is finished, leaves no lease, and goes on once there is room', async () => {
    const sweep = smallSweep(4);
    const failure = await inlineSession(sweep, disk, {
      onEvent: (event) => event.kind === 'finished' && fillDisk(),
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/cannot .*: no space is left on the disk/);
    expect(filesIn(layout.dones(disk))).toEqual([`${sweep.points[0]!.id}.jsonl.gz`]);
    const { digest } = readBundle(layout.done(disk, sweep.points[0]!.id)).parts[0]!.manifest;
    expect(filesIn(layout.claims(disk))).toEqual([]);

    makeRoom();
    const { outcome } = await inlineSession(sweep, disk);
    expect(outcome).toMatchObject({ status: 'done', computed: 3, counts: { finished: 4, failed: 0 } });
    expect(readBundle(layout.done(disk, sweep.points[0]!.id)).parts[0]!.manifest.digest).toBe(digest);
    expect(filesIn(layout.works(disk))).toEqual([]);
    rmSync(layout.dones(disk), { recursive: true });
  });

  it('in the middle of a run records the failure where it can, and the run goes on from its checkpoint', async () => {
    const sweep = smallSweep([pointOf(0, ['stop.generations=300'])], { checkpoint: 0.001 });
    const hasCheckpoint = (): boolean => filesIn(layout.works(disk)).some((name) => Number.parseInt(name, 10) > 0);
    const failure = await inlineSession(sweep, disk, {
      async startCrew(context) {
        const crew = await startInline(context);
        return {
          ...crew,
          run(task) {
            const timer = setInterval(() => hasCheckpoint() && fillDisk(), 1);
            return crew.run(task).finally(() => clearInterval(timer));
          },
        };
      },
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/cannot write .*: no space is left on the disk/);
    expect(filesIn(layout.claims(disk))).toEqual([]);

    makeRoom();
    const { outcome } = await inlineSession(sweep, disk);
    expect(outcome).toMatchObject({ status: 'done', computed: 1 });
    const { log } = readBundle(layout.done(disk, sweep.points[0]!.id)).parts[0]!;
    expect(log.find(({ event }) => event === 'resumed')!.resumed_at).toBeGreaterThan(0);
  });
});

it.skipIf(refusal !== null)(
  'a run whose folder cannot be removed once it is published is finished, and that is said',
  async () => {
    const sweep = smallSweep(1, { retries: 0 });
    const busy = layout.work(folder(), sweep.points[0]!.id, 'other');
    const umount = () => execFileSync('umount', [busy]);
    try {
      const { outcome, events } = await inlineSession(sweep, folder(), {
        async startCrew(context) {
          const crew = await startInline(context);
          return {
            ...crew,
            run(task) {
              const answer = crew.run(task);
              // Its own folder is taken by now; this one is another's, in which a disk is mounted.
              mkdirSync(busy);
              execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', busy]);
              return answer;
            },
          };
        },
      });
      expect(outcome).toMatchObject({ status: 'done', computed: 1, counts: { finished: 1, failed: 0 } });
      const warnings = events.flatMap((event) => (event.kind === 'warning' ? [event.text] : []));
      expect(warnings).toEqual([
        expect.stringMatching(/^it is finished, but its folder cannot be removed: .*busy/),
        expect.stringMatching(/^not all that is left of earlier processes can be removed: .*busy/),
      ]);
    } finally {
      umount();
    }
  },
);

describe('a folder of a sweep that cannot be used', () => {
  it.each(['claims', 'work', 'done'] as const)(
    'is a clear error that names it (%s), and nothing is lost',
    async (name) => {
      const sweep = smallSweep(2);
      const [, second] = sweep.points;
      const blocked = dirname(
        {
          claims: layout.lease(folder(), second!.id, 0),
          work: layout.work(folder(), second!.id, ''),
          done: layout.done(folder(), second!.id),
        }[name],
      );
      mkdirSync(dirname(blocked));
      writeFileSync(blocked, 'a file where a folder should be: to root, no folder is forbidden');
      const failure = await inlineSession(sweep, folder()).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DeviceError);
      expect(String(failure)).toContain(blocked);
      expect(filesIn(layout.dones(folder()))).toContain(`${sweep.points[0]!.id}.jsonl.gz`);

      rmSync(blocked);
      const { outcome } = await inlineSession(sweep, folder());
      expect(outcome).toMatchObject({ status: 'done', counts: { finished: 2, failed: 0 } });
      expect(filesIn(layout.claims(folder()))).toEqual([]);
      expect(filesIn(layout.works(folder()))).toEqual([]);
    },
  );
});

describe('a process that was paused for too long', () => {
  it('and goes on computing what another took over gives it up, publishes nothing and leaves nothing', async () => {
    const sweep = smallSweep([pointOf(0, ['stop.generations=40'])]);
    const [{ id }] = sweep.points as [(typeof sweep.points)[0]];
    const slow = await inlineSession(sweep, folder(), {
      wait: false,
      async startCrew(context) {
        const crew = await startInline(context);
        return {
          ...crew,
          async run(task) {
            const answer = crew.run(task);
            utimesSync(layout.lease(folder(), id, 0), 0, 0);
            const { outcome } = await inlineSession(sweep, folder());
            expect(outcome).toMatchObject({ status: 'done', computed: 1 });
            return answer;
          },
        };
      },
    });
    expect(slow.events.map(({ kind }) => kind).filter((kind) => kind !== 'progress')).toEqual(['claimed', 'lost']);
    expect(slow.outcome).toMatchObject({ computed: 0, counts: { finished: 1, failed: 0, left: 0 } });
    expect(filesIn(layout.dones(folder()))).toEqual([`${id}.jsonl.gz`]);
    expect(filesIn(layout.claims(folder()))).toEqual([]);
    expect(filesIn(layout.works(folder()))).toEqual([]);
  });

  it('until the other has published leaves that result as it is', async () => {
    const sweep = smallSweep(1);
    const [point] = sweep.points as [(typeof sweep.points)[0]];
    const lease = claim(folder(), point.id, { claimant: { host: 'slow', pid: 1, job: null }, stale: 120 })!;
    utimesSync(layout.lease(folder(), point.id, 0), 0, 0);
    await inlineSession(sweep, folder());
    const file = layout.done(folder(), point.id);
    const before = readBundle(file).parts[0]!.log;
    const { base, commands, evaluator, checkpoint } = sweep;
    const context = { base, commands, evaluator, checkpoint, packageVersion: '0.0.0', sharing: 1 };
    const board = { figures: new Float64Array(5), stop: new Int32Array(1) };
    expect(await computePoint(context, { point, lease, board })).toMatchObject({ kind: 'lost' });
    expect(readBundle(file).parts[0]!.log).toEqual(before);
    expect(filesIn(layout.works(folder()))).toEqual([]);
  });
});

describe('the clocks of nodes', () => {
  it.each([-5, 5])('may differ by hours (%d): whoever is alive stays so, and whoever is dead does too', (hours) => {
    const [alive, dead] = [pointOf(0), pointOf(1)];
    const options = { claimant: { host: 'here', pid: process.pid, job: null }, stale: 120 };
    for (const { id } of [alive, dead]) claim(folder(), id, options);
    const long = Date.now() / 1000 - 121;
    utimesSync(layout.lease(folder(), dead.id, 0), long, long);
    const script = fileURLToPath(new URL('skewed-claim.mjs', import.meta.url));
    const { stdout } = spawnSync(process.execPath, [script, String(hours), folder(), alive.id, dead.id]);
    expect(JSON.parse(stdout.toString())).toEqual({
      clock: expect.closeTo(Date.now() / 3_600_000 + hours, 1),
      claimed: [null, 1],
    });
  });
});
