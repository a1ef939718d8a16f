import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SMALL_PRESSURE } from '../run/pressure/small-pressure.js';
import { SMALL_SCENARIO, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const [one, other] = ['one', 'other'].map((name) => {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, SMALL_SCENARIO.replace('name: small', `name: ${name}`));
  return file;
});
const common = ['--out', join(folder, 'out'), '--workers', '1', '--set', SMALL_PRESSURE];

function scarce(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('scarce compare', () => {
  it('computes what is not there, prints the table, and puts it into a document', () => {
    const document = join(folder, 'table.md');
    writeFileSync(document, 'Head\n<!-- made by scarce compare: begin --><!-- made by scarce compare: end -->\nFoot\n');
    const first = scarce('compare', one!, other!, ...common, '--into', document);
    expect(first.status).toBe(0);
    expect(first.stderr).toMatch(/^one: pressure curve\none: run\nother: pressure curve\nother: run\n$/);
    expect(first.stdout).toMatch(/^\| scenario \| not rewarded \|/);
    expect(first.stdout).toMatch(/^\| one \| leak \| strength \|/m);
    expect(first.stdout).toMatch(/^\| other \| leak \| strength \|/m);
    const text = readFileSync(document, 'utf8');
    expect(text).toContain(first.stdout);
    expect(text.startsWith('Head\n')).toBe(true);
    expect(text.endsWith('\nFoot\n')).toBe(true);
    // A second time everything is there already.
    expect(scarce('compare', one!, other!, ...common, '--quiet')).toMatchObject({
      status: 0,
      stdout: first.stdout,
      stderr: '',
    });
  });

  it('stands beside scarce query, which takes its statement from a file and writes into a document too', () => {
    const [sql, document] = [join(folder, 'table.sql'), join(folder, 'queried.md')];
    writeFileSync(sql, 'SELECT run_name, count(*) AS rows, 2.5 AS "rows ±" FROM channels GROUP BY ALL ORDER BY ALL');
    writeFileSync(document, '<!-- made by scarce query: begin -->\n<!-- made by scarce query: end -->\n');
    const { status, stdout } = scarce('query', join(folder, 'out'), `@${sql}`, '--into', document);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^\| run_name \| rows \|\n\| --- \| --- \|\n\| one \| \d+ ± 3 \|\n\| other \| \d+ ± 3 \|\n$/,
    );
    expect(readFileSync(document, 'utf8')).toContain(stdout);
    expect(scarce('query', folder, '@nowhere.sql').stderr).toContain('nowhere.sql: no such file; expected a file');
  });

  it('refuses a document without a place for it before anything is computed', () => {
    const document = join(folder, 'plain.md');
    writeFileSync(document, 'no marks\n');
    const { status, stderr } = scarce('compare', one!, '--out', join(folder, 'never'), '--into', document);
    expect(status).toBe(2);
    expect(stderr).toContain('no place for the table; expected the lines <!-- made by scarce compare: begin -->');
    expect(readFileSync(document, 'utf8')).toBe('no marks\n');
  });
});
