import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeviceError, UserError } from '../../src/base/errors.js';
import { readConfiguration } from '../../src/sweep/slurm/ask-cluster.js';
import { readSlurmFlags } from '../../src/sweep/slurm/options.js';
import { submissions } from '../../src/sweep/slurm/submissions.js';
import { submitSweep } from '../../src/sweep/slurm/submit.js';

/** A folder with stand-ins for Slurm's commands in front of the PATH, and a sweep's directory. */
let tools: string;
let sweep: string;
const path = process.env.PATH;

beforeEach(() => {
  tools = mkdtempSync(join(tmpdir(), 'scarce-tools-'));
  sweep = mkdtempSync(join(tmpdir(), 'scarce-sweep-'));
  process.env.PATH = tools + delimiter + path;
  tool('sbatch', 'echo 4711');
  tool('scontrol', 'echo "MaxArraySize            = 1001"; echo "RequeueExit             = 75"');
  tool('squeue', 'true');
});
afterEach(() => {
  process.env.PATH = path;
  for (const folder of [tools, sweep]) rmSync(folder, { recursive: true, force: true });
});

function tool(name: string, body: string): void {
  writeFileSync(join(tools, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
}
const script = (number: number): string => readFileSync(join(sweep, 'slurm', String(number), 'submit.sh'), 'utf8');

describe('a sweep given to Slurm', () => {
  it('leaves its script and a record of what was asked for', () => {
    const { notes, ...submitted } = submitSweep(sweep, {
      flags: { cpus: '2', time: '60' },
      missing: 200,
      resume: false,
    });
    expect(submitted).toMatchObject({ job: '4711', cluster: null, tasks: 16, missing: 200 });
    expect(notes).toEqual([]);
    expect(submissions(sweep)).toEqual([submitted]);
    expect(script(1)).toMatch(/^#SBATCH --array=1-16$/m);
    expect(script(1)).toMatch(/^exec /m);
    expect(script(1)).toContain(process.execPath);
    expect(existsSync(/ (\S+main\.js) sweep /.exec(script(1))![1]!)).toBe(true);
    expect(statSync(submitted.script).mode & 0o111).not.toBe(0);
  });

  it('has no more tasks than missing points, nor than the cluster allows', () => {
    const tasks = (flags: { tasks: string }, missing: number) => submitSweep(sweep, { flags, missing, resume: true });
    expect(tasks({ tasks: '16' }, 3).tasks).toBe(3);
    const { tasks: most, notes } = tasks({ tasks: '2000' }, 5000);
    expect(most).toBe(1000);
    expect(notes).toEqual(['the cluster allows 1000 tasks in an array (MaxArraySize): 1000 instead of 2000']);
  });

  it('requeues itself where the cluster would not', () => {
    tool('scontrol', 'echo "RequeueExit             = (null)"');
    submitSweep(sweep, { flags: {}, missing: 5, resume: false });
    expect(script(1)).toMatch(/scontrol requeue/);
    expect(script(1)).not.toMatch(/^exec /m);
  });

  it('is submitted again on --resume alone, as before but for what is given anew', () => {
    const first = { mem: '2G', tasks: '8', partition: 'short', time: '60', gpus: '1', sbatch: ['--qos=a'] };
    submitSweep(sweep, { flags: first, missing: 20, resume: false });
    expect(() => submitSweep(sweep, { flags: {}, missing: 6, resume: false })).toThrow(
      /submitted before, as job 4711 .*\(6 points missing\).*--resume/s,
    );
    tool('sbatch', 'echo "4712;north"');
    tool('squeue', 'printf "4711_1\\n4711_2\\n"');
    const again = submitSweep(sweep, { flags: { mem: '4G', sbatch: [] }, missing: 6, resume: true });
    expect(again).toMatchObject({
      job: '4712',
      cluster: 'north',
      tasks: 6,
      options: { mem: '4G', tasks: 8, partition: 'short', time: '60', gpus: '1', sbatch: ['--qos=a'] },
    });
    expect(again.notes).toEqual(['2 tasks of job 4711 still wait or run: they and the new ones share the work']);
    expect(submissions(sweep).map(({ job }) => job)).toEqual(['4711', '4712']);
  });

  it('that sbatch refuses says why, keeps the script, and does not count as submitted', () => {
    tool('sbatch', 'echo "sbatch: error: invalid partition specified: nope" >&2; exit 1');
    const submit = () => submitSweep(sweep, { flags: { partition: 'nope' }, missing: 5, resume: false });
    expect(submit).toThrow(UserError);
    expect(submit).toThrow(/invalid partition specified: nope\n.*slurm\/2\/submit\.sh/s);
    expect(readdirSync(join(sweep, 'slurm', '1'))).toEqual(['submit.sh']);
    expect(submissions(sweep)).toEqual([]);
    tool('sbatch', 'echo 4711');
    expect(submitSweep(sweep, { flags: {}, missing: 5, resume: false }).script).toContain(join('slurm', '3'));
  });

  it('is not submitted where the cluster does not answer, or is none', () => {
    const submit = () => submitSweep(sweep, { flags: {}, missing: 5, resume: false });
    tool('scontrol', 'echo "error: Unable to contact slurm controller (connect failure)" >&2; exit 1');
    expect(submit).toThrow(DeviceError);
    expect(submit).toThrow(/cluster does not answer.*connect failure/s);
    process.env.PATH = join(tools, 'nowhere');
    expect(submit).toThrow(DeviceError);
    expect(submit).toThrow(/sbatch.*not on the PATH.*--local.*--shard/s);
    expect(existsSync(join(sweep, 'slurm'))).toBe(false);
  });
});

describe('options for Slurm', () => {
  it('that cannot be are named all at once', () => {
    expect(() => readSlurmFlags({ tasks: '0', cpus: 'two', mem: '1 G', sbatch: ['qos=long', '--a\nb'] })).toThrow(
      [
        '--sbatch: "qos=long"; expected one option of sbatch, for example --sbatch=--qos=long',
        '--sbatch: "--a\\nb"; expected one option of sbatch, for example --sbatch=--qos=long',
        '--tasks: 0; expected a whole number from 1 to 1000000',
        '--cpus: two; expected a whole number from 1 to 1000000',
        '--mem: "1 G"; expected one word, which goes to sbatch as it is',
      ].join('\n'),
    );
  });
});

describe("a cluster's configuration", () => {
  it('tells which exit statuses requeue, singly and as ranges', () => {
    const { requeues } = readConfiguration('RequeueExit             = 3,70-80\nRequeueExitHold         = 90\n');
    expect([3, 4, 69, 70, 75, 80, 81, 90].filter(requeues)).toEqual([3, 70, 75, 80]);
    expect(readConfiguration('RequeueExit             = (null)\n').requeues(75)).toBe(false);
  });

  it('is unknown where nothing was said', () => {
    const { requeues, mostTasks } = readConfiguration('');
    expect([requeues(75), mostTasks]).toEqual([false, null]);
  });
});
