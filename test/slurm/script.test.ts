import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ScriptParts, submissionScript } from '../../src/sweep/slurm/script.js';

const PARTS: ScriptParts = {
  directory: '/data/out/length',
  folder: '/data/out/length/slurm/1',
  script: '/data/out/length/slurm/1/submit.sh',
  name: 'length',
  workingDirectory: '/data',
  node: '/usr/bin/node',
  main: '/opt/scarce/dist/src/cli/main.js',
  tasks: 16,
  options: { cpus: 2, partition: 'short', time: '4:00:00', mem: '8G', gpus: '1', sbatch: ['--qos=long', '-A group'] },
  requeueExit: true,
};

/** Lines that sbatch or bash act on. */
const acting = (script: string): string[] =>
  script.split('\n').filter((line) => line !== '' && !/^#(?!SBATCH|!)/.test(line));

describe('a submission script', () => {
  it('asks for what was given, and puts the program in its own place where the cluster requeues', () => {
    expect(acting(submissionScript(PARTS))).toEqual([
      '#!/bin/bash',
      '#SBATCH --job-name=length',
      '#SBATCH --array=1-16',
      '#SBATCH --ntasks=1',
      '#SBATCH --cpus-per-task=2',
      '#SBATCH --partition=short',
      '#SBATCH --time=4:00:00',
      '#SBATCH --mem=8G',
      '#SBATCH --gpus=1',
      '#SBATCH --signal=B:TERM@120',
      '#SBATCH --requeue',
      '#SBATCH --output=/data/out/length/slurm/1/task-%a.log',
      '#SBATCH --open-mode=append',
      '#SBATCH --chdir=/data',
      '#SBATCH --qos=long',
      '#SBATCH -A group',
      'echo "task $SLURM_ARRAY_TASK_ID of $SLURM_ARRAY_TASK_MAX, job $SLURM_JOB_ID on $(hostname), start $((SLURM_RESTART_COUNT + 1))"',
      'exec /usr/bin/node /opt/scarce/dist/src/cli/main.js sweep /data/out/length \\',
      '  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_MAX" --workers "$SLURM_CPUS_PER_TASK"',
    ]);
  });

  it('leaves to the cluster what was not given', () => {
    const options = { cpus: 1, partition: null, time: null, mem: null, gpus: null, sbatch: [] };
    expect(
      acting(submissionScript({ ...PARTS, options })).filter((line) => /--(part|time|mem|gpus|qos)/.test(line)),
    ).toEqual([]);
  });

  it('gives every line of sbatch before the first command, where sbatch stops reading', () => {
    for (const requeueExit of [true, false]) {
      const lines = acting(submissionScript({ ...PARTS, requeueExit })).slice(1);
      expect(lines.findIndex((line) => !line.startsWith('#SBATCH'))).toBe(
        lines.findLastIndex((line) => line.startsWith('#SBATCH')) + 1,
      );
    }
  });

  it('quotes paths and values for sbatch and for bash, each in its own way', () => {
    const odd = `/data/50% "of" it's`;
    const script = submissionScript({
      ...PARTS,
      directory: odd,
      folder: odd,
      options: { ...PARTS.options, sbatch: ['--comment=two "words"'] },
    });
    expect(script).toContain(`#SBATCH --output="/data/50%% \\"of\\" it's/task-%a.log"\n`);
    expect(script).toContain('#SBATCH --comment="two \\"words\\""\n');
    expect(script).toContain(` sweep '/data/50% "of" it'\\''s' \\\n`);
  });
});

/**
 * Runs the script of a cluster that does not requeue by itself, in a world where squeue says `state` and the program is a
 * shell script that leaves with 75 a moment after SIGTERM, and with 3 at once after a second one or SIGUSR1.
 */
async function runItself(state: string, act: (script: number, program: number) => unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'scarce-script-'));
  try {
    const tool = (name: string, body: string) =>
      writeFileSync(join(folder, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
    tool('squeue', `echo ${state}`);
    tool('scontrol', `echo "$@" >${folder}/requeued; exit 1`);
    tool(
      'program',
      `trap '((n++)) && exit 3; (sleep 0.3; kill -USR2 $$) &' TERM; trap 'exit 75' USR2; trap 'exit 3' USR1\necho $$ >${folder}/pid\nfor i in {1..100}; do sleep 0.05; done`,
    );
    const script = join(folder, 'submit.sh');
    writeFileSync(script, submissionScript({ ...PARTS, node: join(folder, 'program'), requeueExit: false }));
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      SLURM_JOB_ID: '4711',
      SLURM_ARRAY_TASK_ID: '3',
      SLURM_ARRAY_TASK_MAX: '16',
      SLURM_CPUS_PER_TASK: '2',
    };
    const child = spawn('bash', [script], { env });
    const left = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const read = (name: string): string => {
      try {
        return readFileSync(join(folder, name), 'utf8').trim();
      } catch {
        return '';
      }
    };
    while (read('pid') === '') await sleep(10);
    await act(child.pid!, Number(read('pid')));
    return { status: await left, requeued: read('requeued') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the script for a cluster that does not requeue at status 75', () => {
  it('is valid bash', () => {
    const { status, stderr } = spawnSync('bash', ['-n'], {
      input: submissionScript({ ...PARTS, requeueExit: false }),
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('passes on the warning before the time limit and requeues the task', async () => {
    // The signal that it waits for; SIGTERM it takes for one that Slurm gave to the program too.
    expect(submissionScript({ ...PARTS, requeueExit: false })).toMatch(/^#SBATCH --signal=B:USR1@120$/m);
    expect(await runItself('RUNNING', (script) => process.kill(script, 'SIGUSR1'))).toEqual({
      status: 75,
      requeued: 'requeue 4711',
    });
  });

  it('neither signals the program twice nor requeues where Slurm ends the task', async () => {
    // Slurm signals both; one after the other here, since two of one kind that are pending become one.
    const both = async (...processes: number[]) => {
      for (const id of processes) {
        process.kill(id, 'SIGTERM');
        await sleep(100);
      }
    };
    expect(await runItself('COMPLETING', both)).toEqual({ status: 75, requeued: '' });
  });

  it('leaves with the status of the program where that is another', async () => {
    const fail = (_: number, program: number) => process.kill(program, 'SIGUSR1');
    expect(await runItself('RUNNING', fail)).toEqual({ status: 3, requeued: '' });
  });
});
