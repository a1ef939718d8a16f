import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SMALL_SCENARIO, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const file = join(folder, 'small.yaml');
writeFileSync(file, SMALL_SCENARIO);

/** The program as a user calls it. */
function scarce(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}
const out = ['--out', join(folder, 'out'), '--workers', '1'];

describe('scarce run', () => {
  it('ends in a summary with the run directory, and prints the stored one the second time', () => {
    const first = scarce('run', file, ...out);
    expect(first.status).toBe(0);
    expect(first.stdout).toContain('through');
    const directory = first.stdout.match(/run directory\s+(\S+)/)?.[1];
    expect(directory).toMatch(/small\/11-[0-9a-f]{12}$/);
    expect(first.stderr).toContain('generation 23 of 23');
    const second = scarce('run', file, ...out);
    expect(second.status).toBe(0);
    expect(second.stdout).toContain('stored: nothing was computed');
    expect(second.stdout).toContain(first.stdout.match(/digest\s+(\S+)/)![1]!);
    expect(second.stderr).toBe('');
  });

  it('prints one JSON object with directory, digest and status under --json, and progress beside it', () => {
    const { status, stdout, stderr } = scarce('run', file, ...out, '--json', '--seed', '12');
    expect(status).toBe(0);
    expect(stderr).toContain('generation 23 of 23');
    const outcome = JSON.parse(stdout);
    expect(outcome).toMatchObject({ status: 'done', seed: '12', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(outcome.directory).toContain('12-');
  });

  it('says nothing on stderr under --quiet', () => {
    const { status, stderr } = scarce('run', file, ...out, '--quiet', '--seed', '13');
    expect([status, stderr]).toEqual([0, '']);
  });

  it('reports every fault on stderr with exit status 2, also under --quiet and --json', () => {
    const broken = join(folder, 'broken.yaml');
    writeFileSync(broken, SMALL_SCENARIO.replace('size: 30', 'sise: 30').replace('every: 5', 'every: -5'));
    for (const flags of [[], ['--quiet'], ['--json']]) {
      const { status, stdout, stderr } = scarce('run', broken, ...out, ...flags);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/broken\.yaml:\d+:\d+: population\.sise: .*size/);
      expect(stderr).toMatch(/broken\.yaml:\d+:\d+: measure\.every: -5/);
    }
  });

  it('gives exit status 2 for an absent file, an unknown --set path, an unknown option and an unknown command', () => {
    const absent = scarce('run', join(folder, 'absent.yaml'), ...out);
    expect([absent.status, absent.stderr]).toEqual([2, expect.stringContaining('absent.yaml: no such file')]);
    const path = scarce('run', file, ...out, '--set', 'population.sise=3');
    expect([path.status, path.stderr]).toEqual([2, expect.stringContaining('size')]);
    expect(scarce('run', file, '--wrokers', '1').status).toBe(2);
    expect(scarce('rum', file).status).toBe(2);
    expect(scarce('run', file, '--workers', 'many').status).toBe(2);
    expect(scarce('run', file, ...out, '--evaluator', 'referense').status).toBe(2);
    expect(scarce('run').status).toBe(2);
    expect(scarce().status).not.toBe(1);
  });

  it('says what a run would take, and runs nothing, under --dry-run', () => {
    const { status, stdout } = scarce('run', file, '--out', join(folder, 'dry'), '--dry-run', '--json');
    expect(status).toBe(0);
    // 9 units, one of them fixed; neither D nor the last column is missing from the cone of what is read.
    expect(JSON.parse(stdout)).toMatchObject({ individuals: 90, samples: 256, generations: 23, rows: 6, loci: 8 });
    expect(scarce('query', join(folder, 'dry'), 'SELECT 1').status).toBe(2);
  });

  it('stops at SIGTERM with exit status 75 and goes on with --resume', () => {
    const words = ['run', file, '--out', join(folder, 'stopped'), '--set', 'stop.generations=300000', '--workers', '0'];
    // Sends itself the signal once the run is under way: the log is there before the first generation.
    const script = `dir=$(mktemp -d); node dist/src/cli/main.js ${words.map((word) => `'${word}'`).join(' ')} > "$dir/out" 2> "$dir/err" & pid=$!
      until ls ${join(folder, 'stopped')}/small/*/log.jsonl >/dev/null 2>&1; do sleep 0.05; done; sleep 0.3; kill -TERM $pid; wait $pid; echo "status $?"; cat "$dir/out"`;
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stdout).toContain('status 75');
    expect(stdout).toContain('go on with --resume');
    const refused = scarce(...words);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('--resume')]);
  });
});

describe('scarce verify, query, schema and doctor', () => {
  it('verify a run and query it', () => {
    const { directory } = JSON.parse(scarce('run', file, ...out, '--json').stdout);
    const verified = scarce('verify', directory, '--workers', '1', '--quiet');
    expect([verified.status, verified.stdout]).toEqual([0, expect.stringMatching(/^OK /)]);
    const query = scarce('query', directory, '--csv', 'SELECT count(*) AS rows FROM generations');
    expect(query).toEqual({ status: 0, stdout: 'rows\n18\n', stderr: '' });
    const many = scarce('query', directory, 'SELECT * FROM range(200000)');
    expect([many.status, many.stdout.split('\n').length]).toEqual([0, 200_003]);
    expect(scarce('query', file, 'SELECT 1').status).toBe(2);
    expect(scarce('verify', file).status).toBe(2);
    const wrong = scarce('query', directory, 'SELECT nothing FROM nowhere');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('nowhere')]);
  });

  it('print the schema as JSON and the machine as lines', () => {
    const schema = JSON.parse(scarce('schema').stdout);
    expect(Object.keys(schema.properties)).toContain('lattice');
    expect(scarce('doctor').stdout).toMatch(/Node\s+v\d+.*GPU +\S.*tfjs:cpu +opens/s);
  });

  it('have help for every command, and a version', () => {
    const help = scarce('--help').stdout;
    for (const command of ['run', 'verify', 'query', 'schema', 'doctor']) {
      expect(help).toContain(command);
      expect(scarce(command, '--help').status).toBe(0);
    }
    expect(scarce('--version').stdout.trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });
});
