import { expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import { modeOf, refuseElsewhere, refuseForDirectory, type SweepFlags } from '../../src/cli/sweep-mode.js';

/** What a user would read; empty where nothing is refused. */
function refused(flags: SweepFlags): string {
  try {
    modeOf(flags);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}

it('does the one thing that is asked for', () => {
  expect(modeOf({ local: true })).toBe('local');
  expect(modeOf({ local: 4, workers: 4, resume: true, retryFailed: true, set: ['a=1'] })).toBe('local');
  expect(modeOf({ slurm: true, tasks: '3', sbatch: ['--qos=long'], resume: true })).toBe('slurm');
  expect(modeOf({ shard: { index: 1, count: 2 }, workers: 3 })).toBe('shard');
  expect(modeOf({ status: true, once: true, json: true })).toBe('status');
  // As it was last started, which the options do not tell.
  expect(modeOf({ resume: true, tasks: '9' })).toBeNull();
  expect(modeOf({ retryFailed: true })).toBeNull();
});

it('says what there is where nothing is asked for, and names what does not go together', () => {
  for (const mode of ['--dry-run', '--local', '--slurm', '--shard i/n', '--status', '--merge', '--resume'])
    expect(refused({})).toContain(mode);
  expect(refused({ local: 2, slurm: true })).toMatch(/^--local and --slurm at once; expected one of them/);
  expect(refused({ dryRun: true, status: true, merge: true })).toMatch(/^--dry-run and --status and --merge at once/);
  expect(refused({ local: true, partition: 'short' })).toMatch(
    /^--partition with --local, .*; expected it with --slurm$/,
  );
  expect(refused({ slurm: true, workers: 3 })).toMatch(/^--workers with --slurm, .* with --local or --shard$/);
  expect(refused({ local: true, once: true })).toMatch(/^--once with --local, .* with --status$/);
  expect(refused({ status: true, retryFailed: true })).toMatch(/^--retry-failed with --status/);
  expect(refused({ status: true, resume: true })).toMatch(/^--resume with --status/);
  expect(refused({ resume: true, once: true })).toMatch(/^--once with --resume alone, .* with --status$/);
  expect(refused({ local: 2, workers: 3 })).toMatch(/^--local 2 and --workers 3; expected one number/);
  // What commander gives where an option that may be repeated was not given.
  expect(refused({ local: true, sbatch: [] })).toBe('');
});

it('looks again at the options once it is known how the sweep was last started', () => {
  const [ofSlurm, ofLocal] = [
    { resume: true, tasks: '9' },
    { resume: true, workers: 2 },
  ];
  expect([modeOf(ofSlurm), modeOf(ofLocal)]).toEqual([null, null]);
  expect(() => refuseElsewhere(ofSlurm, ['slurm'], 'it')).not.toThrow();
  expect(() => refuseElsewhere(ofSlurm, ['local'], 'it')).toThrow('--tasks with it');
  expect(() => refuseElsewhere(ofLocal, ['slurm'], 'it')).toThrow('--workers with it');
});

it('keeps a sweep that has begun as it was begun', () => {
  for (const flags of [{ out: 'a' }, { set: ['a=1'] }, { seed: '7' }, { evaluator: 'exact' }])
    expect(() => refuseForDirectory(flags, 'out/length')).toThrow(`--${Object.keys(flags)[0]} with out/length`);
  expect(() => refuseForDirectory({ local: 2 }, 'out/length')).not.toThrow();
});
