import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeLeases } from '../../src/sweep/claim/see-leases.js';
import { finishedPoints } from '../../src/sweep/finished.js';
import { submissions } from '../../src/sweep/slurm/submissions.js';
import { SMALL_SCENARIO } from '../run/scenario-text.js';
import { type Cluster, clusterObstacle, startCluster } from '../slurm/cluster.js';
import { type Kind, MISCHIEF, planMischief, randomNumbers } from '../slurm/mischief.js';
import { differences, queryRows } from '../slurm/tables.js';

const obstacle = clusterObstacle();
if (obstacle !== null) console.log(`sweeps on Slurm: skipped, ${obstacle}`);

const POINTS = 200;

/** After so many seconds without a sign of life a run is taken over. */
const STALE = 5;

/** 160 runs of a fraction of a second, and 40 of about two: long enough to be hit, and to leave checkpoints. */
const SWEEP = `
name: held
scenario: base.yaml
set: {measure.every: 50, measure.samples: 1024}
axes:
  generations: {key: stop.generations, values: [10, 3000]}
replicates: 160
where: generations = 10 OR replicate < 40
checkpoint: 0.3
retries: 20
lease: {beat: 1, stale: ${STALE}}
`;

/** What is done to the second sweep. */
const TIMES: Record<Kind, number> = {
  'SIGKILL of a process that computes a run': 5,
  'SIGKILL of the batch step': 3,
  'SIGTERM to the script, as before a time limit': 3,
  'scontrol requeue': 4,
  'SIGKILL of a slurmd, started again': 2,
  'loss of a node with all that runs there, started again': 2,
  'restart of slurmctld': 1,
  'SIGKILL of slurmctld, started again': 2,
};

/** Longest time that a sweep may take, s. */
const PATIENCE = 600;

let folder: string;
let cluster: Cluster;
/** What the sweep takes on this machine as it is now. */
let hereSeconds: number;

/** A command of the program, as a user would give it; what it printed. */
function scarce(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['dist/src/cli/main.js', ...words], {
    env: cluster.environment,
    encoding: 'utf8',
  });
}

function succeed(...words: string[]): string {
  const { status, stdout, stderr } = scarce(...words);
  expect(stderr + stdout, `scarce ${words.join(' ')}`).toSatisfy(() => status === 0);
  return stdout;
}

const file = (): string => join(folder, 'held.yaml');
const directoryOf = (out: string): string => join(folder, out, 'held');
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

describe.skipIf(obstacle !== null)('a sweep on Slurm', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scarce-slurm-verify-'));
    writeFileSync(join(folder, 'base.yaml'), SMALL_SCENARIO);
    writeFileSync(file(), SWEEP);
    cluster = startCluster();
    const start = performance.now();
    succeed('sweep', file(), '--out', join(folder, 'local'), '--local', '2', '--quiet');
    console.log(`${POINTS} runs here: ${seconds(start)}`);
    hereSeconds = (performance.now() - start) / 1000;
  }, 1000 * PATIENCE);
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('left alone computes every point once, with the tables of a sweep on one machine', async () => {
    const start = performance.now();
    const directory = directoryOf('alone');
    succeed('sweep', file(), '--out', join(folder, 'alone'), '--slurm', '--tasks', '4');
    while (cluster.queued() !== 0) await sleep(500);
    console.log(`${POINTS} runs on Slurm, left alone: ${seconds(start)}`);
    expect(submissions(directory)).toHaveLength(1);
    expect(finishedPoints(directory).unpacked()).toHaveLength(POINTS);
    await expectWhole(directory);
  });

  it('survives what happens to processes, tasks, nodes and the controller: every point once, with the same tables', async () => {
    const start = performance.now();
    const random = randomNumbers(2026);
    const draw = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
    // Each kind comes before a cluster with more cores than this sweep needs would be through.
    const pace = hereSeconds / 30;
    const plan = planMischief(TIMES, random, pace);
    const directory = directoryOf('disturbed');
    const done = new Map<Kind, number>();
    let later: { at: number; act: () => void }[] = [];
    const elapsed = (): number => (performance.now() - start) / 1000;
    const holders = (): number[] =>
      [...seeLeases(directory).values()].flatMap(({ record }) => (record?.progress ? [record.pid] : []));
    let next = 2 * pace;
    let resumptions = 0;

    succeed('sweep', file(), '--out', join(folder, 'disturbed'), '--slurm', '--tasks', '6');
    const finished = finishedPoints(directory);
    for (;;) {
      expect(elapsed(), `${finished.ids().size} points finished; left to do: ${JSON.stringify(plan)}`).toBeLessThan(
        PATIENCE,
      );
      await sleep(200);
      const due = later.filter(({ at }) => at <= elapsed());
      later = later.filter(({ at }) => at > elapsed());
      for (const { act } of due) act();
      const step = plan[0];
      if (step !== undefined && elapsed() >= next) {
        const outcome = MISCHIEF[step.kind](cluster, draw, holders);
        // Nothing runs at the moment: soon something will.
        if (outcome !== false) {
          plan.shift();
          done.set(step.kind, (done.get(step.kind) ?? 0) + 1);
          next = elapsed() + step.after;
          // A node that is away for less than ten seconds is not missed; one that is away for longer is.
          if (outcome !== true) later.push({ at: elapsed() + 3 + 12 * random(), act: outcome });
        }
      }
      finished.refresh();
      if (finished.ids().size === POINTS && later.length === 0) break;
      // What was killed is not started again by Slurm.
      if (cluster.queued() === 0) {
        cluster.repair();
        if (scarce('sweep', directory, '--slurm', '--resume').status === 0) resumptions++;
      }
    }
    while (cluster.queued() !== 0) await sleep(500);
    // What was killed after its last run leaves a lease: once it is stale, any process tidies up.
    await sleep(1000 * (STALE + 1));
    expect(JSON.parse(succeed('sweep', directory, '--local', '1', '--quiet', '--json'))).toMatchObject({
      status: 'done',
      computed: 0,
    });

    console.log(`${POINTS} runs on Slurm, disturbed: ${seconds(start)}; submitted ${1 + resumptions} times`);
    for (const [kind, times] of done) console.log(`  ${times} × ${kind}`);
    for (const kind of Object.keys(TIMES)) expect([...done.keys()]).toContain(kind);
    await expectWhole(directory);
    const [costs] = await queryRows(
      `SELECT count(*) FILTER (resumed > 0) AS runs, sum(resumed) AS times FROM '${directory}/tables/costs.parquet'`,
    );
    const said = logs(directory);
    const count = (what: RegExp): number => said.match(what)?.length ?? 0;
    console.log(
      `  ${count(/^task .* start \d+$/gm)} starts of tasks; ${count(/: goes on from where/g)} runs taken over from one that died; ` +
        `${costs!.runs} runs went on from a checkpoint, ${costs!.times} times in all`,
    );
    expect(Number(costs!.runs)).toBeGreaterThan(0);
    succeed('verify', directory, '--stored');
  });
});

describe.skipIf(obstacle !== null)('on a cluster that does not start a task again by its exit status', () => {
  it('the script does, when it is warned before the time limit', async () => {
    folder = mkdtempSync(join(tmpdir(), 'scarce-slurm-verify-'));
    cluster = startCluster({ SCARCE_CLUSTER_REQUEUE_EXIT: '' });
    try {
      writeFileSync(join(folder, 'base.yaml'), SMALL_SCENARIO);
      writeFileSync(file(), SWEEP.replace(/^where: .*$/m, 'where: generations = 3000 AND replicate < 8'));
      succeed('sweep', file(), '--out', join(folder, 'warned'), '--slurm', '--tasks', '1', '--time', '60');
      const directory = directoryOf('warned');
      const finished = finishedPoints(directory);
      while (finished.ids().size === 0) {
        await sleep(200);
        finished.refresh();
      }
      expect(cluster.ask('scancel', '--signal=USR1', '--batch', cluster.running()[0]!)).not.toBeNull();
      while (cluster.queued() !== 0) await sleep(500);
      finished.refresh();
      expect(finished.ids().size).toBe(8);
      const said = readFileSync(join(directory, 'slurm', '1', 'task-1.log'), 'utf8');
      expect(said).toMatch(/start 1\n.*SIGTERM: stopping with checkpoints.*start 2\n.*8 of 8 runs finished/s);
    } finally {
      cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** All points are there once, nothing else is left, and the merged tables are those of the sweep on one machine. */
async function expectWhole(directory: string): Promise<void> {
  succeed('sweep', directory, '--merge');
  const [runs] = await queryRows(
    `SELECT count(*) AS rows, count(DISTINCT point) AS points, min(point) AS first, max(point) AS last FROM '${directory}/tables/runs.parquet'`,
  );
  expect(runs).toEqual({ rows: POINTS, points: POINTS, first: 0, last: POINTS - 1 });
  for (const left of ['done', 'failed', 'claims', 'work']) expect(files(join(directory, left)), left).toEqual([]);
  const tables = readdirSync(join(directory, 'tables')).filter(
    (name) => name.endsWith('.parquet') && name !== 'costs.parquet',
  );
  expect(tables.length).toBeGreaterThan(5);
  for (const name of tables) {
    const local = join(directoryOf('local'), 'tables', name);
    expect(await differences(local, join(directory, 'tables', name)), name).toEqual({
      rows: expect.any(Number),
      differing: 0,
    });
  }
}

/** What the tasks said. */
function logs(directory: string): string {
  return files(join(directory, 'slurm'))
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(name, 'utf8'))
    .join('');
}

/** All files in a folder and below. */
function files(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
