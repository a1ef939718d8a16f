import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../run/scenario-text.js';

/** Both sweeps at a size that takes a minute together. */
const SMALL = [
  'population.size=40',
  'population.islands=8',
  'measure.samples=1024',
  'measure.prior=1000',
  'pressure.repeats=4',
  'pressure.particles=200',
];
const folder = temporaryFolder();

function scarce(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

/** Rows of the table that npm run figures writes, by column name, of a small sweep. */
function tableOf(name: string): Record<string, number | string>[] {
  const set = SMALL.flatMap((setting) => ['--set', setting]);
  scarce('sweep', `scenarios/sweeps/${name}.yaml`, '--local', '2', '--quiet', '--out', folder, ...set);
  const ask = (...flags: string[]) => scarce('query', `${folder}/${name}-sweep`, `@docs/figures/${name}.sql`, ...flags);
  console.log(ask('--markdown'));
  return ask('--json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the figures of the documentation', () => {
  it('of the series of lengths: each column more costs 1.6 bits', () => {
    const rows = tableOf('length');
    expect(rows.map((row) => row.columns)).toEqual(['2', '4', '8', '12', '16', '24', 'each column more']);
    // 6.46 and 1.61 at full size; here errors are some 0.1 and 0.02, and levels of 200 particles make a bias of less.
    expect(Math.abs((rows[0]!.needed as number) - 6.46)).toBeLessThan(0.5);
    expect(Math.abs((rows[6]!.needed as number) - 1.61)).toBeLessThan(0.15);
    for (const row of rows) expect(row.replicates).toBe('4');
  });

  it('of the dial: what is copied comes along, and is pushed down where the sign is −1', () => {
    const rows = tableOf('tie-dial');
    expect(rows.map((row) => row.fraction)).toEqual(['0', '0.25', '0.5', '0.75', '1', '1, sign −1']);
    const kappa = rows.map((row) => row['κ under the prior'] as number);
    // 0.00 and 1.00 at full size, errors some 0.02.
    expect(Math.abs(kappa[0]!)).toBeLessThan(0.1);
    expect(Math.abs(kappa[4]! - 1)).toBeLessThan(0.05);
    expect(kappa[5]).toBeLessThan(0);
    const leak = rows.map((row) => row['leak at the end'] as number);
    expect(leak[4]).toBeGreaterThan(0.7);
    expect(leak[0]).toBeLessThan(0.1);
  });
});
