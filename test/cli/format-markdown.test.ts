import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figure, formatMarkdown } from '../../src/cli/format-markdown.js';
import { documentWith } from '../../src/cli/marked-document.js';
import { temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();

describe('a figure', () => {
  it('has the digits that its error allows: to the first of the error, to the second after a 1', () => {
    expect(figure(6.4646, 0.0324)).toBe('6.46 ± 0.03');
    expect(figure(9064.44, 88.1)).toBe('9,060 ± 90');
    expect(figure(21100, 1430)).toBe('21,100 ± 1,400');
    expect(figure(-0.0701, 0.0031)).toBe('−0.070 ± 0.003');
    expect(figure(-0.0004, 0.0041)).toBe('0.000 ± 0.004');
    expect(figure(1.001, 0.0012)).toBe('1.0010 ± 0.0012');
    expect(figure(12.3, 0.96)).toBe('12.3 ± 1.0');
  });

  it('stands as it is where it has no error, and is empty where there is none', () => {
    expect(figure(4, null)).toBe('4');
    expect(figure(0.123456, undefined)).toBe('0.1235');
    expect(figure(null, null)).toBe('');
  });
});

describe('rows in Markdown', () => {
  it('join a column with that of its errors, and keep what would break the table from doing so', () => {
    const names = ['columns', 'needed', 'needed ±', 'what'];
    const rows = [
      [2, 6.4646, 0.0324, 'a|b'],
      [24, null, null, 'c\nd'],
    ];
    expect(formatMarkdown(names, rows)).toBe(
      '| columns | needed | what |\n| --- | --- | --- |\n| 2 | 6.46 ± 0.03 | a\\|b |\n| 24 |  | c d |\n',
    );
  });
});

describe('a document with marks', () => {
  const [begin, end] = ['<!-- made by scarce query: begin -->', '<!-- made by scarce query: end -->'];
  const written = (text: string): string => {
    const file = join(folder, 'document.md');
    writeFileSync(file, text);
    return file;
  };

  it('has a table between them, and nothing else changed', () => {
    const file = written(`before\n${begin}\nold\n${end}\nafter\n`);
    const replaced = documentWith(file, 'query', 'new\n');
    expect(replaced).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter\n`);
    expect(documentWith(written(replaced), 'query', 'new\n')).toBe(replaced);
    expect(readFileSync(file, 'utf8')).toBe(replaced);
  });

  it('is refused where it has not both, in order, or not those of the command', () => {
    for (const text of ['no marks', `${end} ${begin}`, begin]) {
      expect(() => documentWith(written(text), 'query', '')).toThrow(/no place for the table; expected the lines <!--/);
    }
    expect(() => documentWith(written(`${begin}${end}`), 'compare', '')).toThrow('made by scarce compare: begin');
    expect(() => documentWith(join(folder, 'absent.md'), 'query', '')).toThrow('cannot be read');
  });
});
