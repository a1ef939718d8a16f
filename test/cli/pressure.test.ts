import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SMALL_PRESSURE } from '../run/pressure/small-pressure.js';
import { SMALL_SCENARIO, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const file = join(folder, 'small.yaml');
writeFileSync(file, SMALL_SCENARIO);
const common = ['--out', join(folder, 'out'), '--workers', '1', '--set', SMALL_PRESSURE];

function scarce(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('scarce pressure', () => {
  it('shows the curve, what was needed and where it is, and the stored one the second time', () => {
    const first = scarce('pressure', file, ...common);
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(
      /^small, seed 11: pressure on the whole fitness, up to 4 bits of pressure, 3 repeats of 40/,
    );
    expect(first.stdout).toMatch(/^bits +± +score ≥ +score +leak +through +leak infl\. +through infl\. +repeats$/m);
    expect(first.stdout).toMatch(/^needed +[\d.]+ ±[\d.]+ bits for a score ≥ [\d.]+/m);
    expect(first.stdout).toMatch(/^the rest needs a run; .*scarce run makes one/m);
    expect(first.stdout).toMatch(/^pressure curve +\S+\/small\/11-[0-9a-f]{12}\/pressure$/m);
    expect(first.stderr).toMatch(/3 of 3 repeats done, \d+ levels: [\d.]+ bits and score [\d.]+ so far on average\n$/);
    const second = scarce('pressure', file, ...common);
    expect(second.stdout).toContain('(stored: nothing was computed)');
    expect(second.stdout).toContain(first.stdout.match(/digest\s+(\S+)/)![1]!);
    expect(second.stderr).toBe('');
  });

  it('shows the comparison once there is a run', () => {
    const out = ['--out', join(folder, 'compared'), '--workers', '1', '--quiet', '--set', SMALL_PRESSURE];
    expect(scarce('run', file, ...out).status).toBe(0);
    const { stdout, stderr, status } = scarce('pressure', file, ...out);
    expect([status, stderr]).toEqual([0, '']);
    for (const figure of ['needed', 'earned', 'held', 'line of descent, at the end', 'spent on an island']) {
      expect(stdout).toMatch(new RegExp(`^${figure} +(≥ )?(not defined|-?[\\d.]+)`, 'm'));
    }
    expect(stdout).toMatch(/^does not apply +held ≤ expected bits spent.*: population\.migration is given/m);
    expect(stdout).toMatch(/^holds +largest bits of a channel ≤ joint bits ≤ bits spent/m);
  });

  it('stands beside the outcome of a run that comes after it, which says so too', () => {
    const out = ['--out', join(folder, 'before'), '--workers', '1', '--quiet', '--set', SMALL_PRESSURE];
    const head = /^not rewarded +quantity +became +curve expects +excess$/m;
    const before = scarce('pressure', file, ...out).stdout;
    expect(before).toMatch(/^leak +strength .* (amplified|reduced|no change beyond error) +undecided$/m);
    expect(before).not.toMatch(head);
    const { stdout } = scarce('run', file, ...out);
    expect(stdout).toMatch(head);
    const row = stdout.match(/^leak +strength .*$/m)![0];
    expect(scarce('pressure', file, ...out).stdout).toContain(row);
    expect(JSON.parse(scarce('run', file, ...out, '--json').stdout).excess[0]).toMatchObject({ channel: 'leak' });
  });

  it('says plainly that it is stuck', () => {
    const until = ['--set', 'pressure.until={strength: 5}', '--quiet'];
    const { stdout, status } = scarce('pressure', file, ...common, ...until);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^needed +more than [\d.]+ bits for a score ≥ 5: stuck at score [\d.]+/m);
    expect(stdout).toMatch(/^ended +3 of 3 repeats stuck;/m);
  });

  it('prints one JSON object under --json', () => {
    const { status, stdout, stderr } = scarce('pressure', file, ...common, '--json', '--quiet', '--seed', '12');
    expect([status, stderr]).toEqual([0, '']);
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({ status: 'done', seed: '12', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(outcome.directory).toMatch(/small\/12-[0-9a-f]{12}$/);
    expect(outcome.summary.needed.bits).toBeGreaterThan(0);
  });

  it('gives exit status 2 for bad input, with every fault on stderr', () => {
    const faults = ['--set', 'pressure.keep=1.5', '--set', 'pressure.repeats=one'];
    const { status, stdout, stderr } = scarce('pressure', file, ...common, '--json', ...faults);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/pressure\.keep: 1\.5; expected a number above 0 and below 1/);
    expect(stderr).toMatch(/pressure\.repeats: "one"; expected an integer/);
    expect(scarce('pressure', join(folder, 'absent.yaml')).status).toBe(2);
    expect(scarce('pressure', file, '--dry-run').status).toBe(2);
    expect(scarce('pressure', '--help').stdout).toContain('--resume');
    expect(scarce('--help').stdout).toContain('pressure');
  });

  it('stops at SIGTERM with exit status 75, asks for --resume and goes on with it', () => {
    const out = join(folder, 'stopped');
    const words = [
      'pressure',
      file,
      '--out',
      out,
      '--workers',
      '1',
      '--set',
      'pressure={until: {bits: 8}, repeats: 40, particles: 400}',
    ];
    // The log is there before the first level; the whole would take some seconds.
    const script = `dir=$(mktemp -d); node dist/src/cli/main.js ${words.map((word) => `'${word}'`).join(' ')} > "$dir/out" 2> "$dir/err" & pid=$!
      until ls ${out}/small/*/pressure/log.jsonl >/dev/null 2>&1; do sleep 0.05; done; sleep 0.3; kill -TERM $pid; wait $pid; echo "status $?"; cat "$dir/out" "$dir/err"`;
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toContain('status 75');
    expect(stdout).toMatch(/stopped after \d+ levels of all repeats together; go on with --resume/);
    expect(stdout).toContain('SIGTERM: stopping after this level of each repeat at work, with a checkpoint');
    const refused = scarce(...words);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('--resume')]);
    const finished = scarce(...words, '--resume', '--json');
    expect(finished.stderr).toMatch(/resuming at level \d+ of all repeats together/);
    expect(JSON.parse(finished.stdout).summary.repeats.length).toBe(40);
  });
});
