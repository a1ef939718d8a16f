import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import { loadScenario } from '../../src/scenario/load.js';
import { MINIMAL, VARIED } from './texts.js';

const GOOD = [MINIMAL, VARIED, readFileSync(join(import.meta.dirname, 'whole-format.yaml'), 'utf8')];

const NASTY = [
  ...[
    'null',
    '~',
    '[]',
    '{}',
    '[[]]',
    '{a: {}}',
    '1e999',
    '-1',
    '-0',
    '.nan',
    '.inf',
    '0x10',
    '1.5',
    '""',
    '"x"',
    'true',
  ],
  ...[
    '*a',
    '&a',
    '&a [*a]',
    '<<',
    '__proto__',
    'constructor',
    'toString',
    '?',
    '!!binary x',
    '!x',
    '|',
    '>',
    '---',
    '%',
  ],
  ...['12345678901234567890', "'", '"', '\t', '\0', '\u2028', '\ud800', '😀', '['.repeat(300), '{a: '.repeat(300)],
  ...['- '.repeat(100), 'x'.repeat(3000), 'all', 'watch: all', 'x.0', 'x.99', 'A->B', '2026-01-01', '#', ':'],
];

/** One text out of another by 1 to 3 accidents. */
function damage(text: string, random: () => number): string {
  const below = (n: number): number => Math.floor(random() * n);
  let damaged = text;
  for (let left = 1 + below(3); left > 0; left--) {
    const lines = damaged.split('\n');
    const [a, b] = [below(lines.length), below(lines.length)];
    const at = below(damaged.length);
    switch (below(8)) {
      case 0: // another character
        damaged = damaged.slice(0, at) + String.fromCharCode(below(128)) + damaged.slice(at + 1);
        break;
      case 1: // a flipped bit
        damaged =
          damaged.slice(0, at) + String.fromCharCode(damaged.charCodeAt(at) ^ (1 << below(8))) + damaged.slice(at + 1);
        break;
      case 2: // a line less
        damaged = lines.toSpliced(a, 1).join('\n');
        break;
      case 3: // a line twice
        damaged = lines.toSpliced(b, 0, lines[a]!).join('\n');
        break;
      case 4: // two lines exchanged
        damaged = lines.with(a, lines[b]!).with(b, lines[a]!).join('\n');
        break;
      case 5: {
        // a word or number replaced by something nasty
        const tokens = [...damaged.matchAll(/[\w.-]+/g)];
        const token = tokens[below(tokens.length)];
        if (token === undefined) break;
        const nasty = NASTY[below(NASTY.length)]!;
        damaged = damaged.slice(0, token.index) + nasty + damaged.slice(token.index + token[0].length);
        break;
      }
      default: // cut off
        damaged = damaged.slice(0, Math.floor(damaged.length * (0.5 + random() / 2)));
    }
  }
  return damaged;
}

describe('a damaged scenario file', () => {
  it('loads or is refused as the user’s fault, a thousand times over, and never anything else', () => {
    const random = seedrandom('damaged scenarios');
    let loaded = 0;
    for (let i = 0; i < 1000; i++) {
      const text = damage(GOOD[i % GOOD.length]!, random);
      try {
        const { scenario, hash } = loadScenario({ text, file: 'damaged.yaml' });
        loaded++;
        expect(scenario.name.length).toBeGreaterThan(0);
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
      } catch (error) {
        if (!(error instanceof UserError)) throw new Error(`case ${i}:\n${text}`, { cause: error });
        for (const line of error.message.split('\n')) expect(line).toMatch(/^damaged\.yaml:(\d+:\d+:)? /);
      }
    }
    // Both outcomes are met: neither is the damage always deadly nor is everything let through.
    expect(loaded).toBeGreaterThan(20);
    expect(loaded).toBeLessThan(600);
  });

  it('is refused in reasonable time where it is built to be slow', () => {
    const size = 2 ** 17;
    const hostile = [
      '['.repeat(size),
      '{a: '.repeat(size / 4),
      '- '.repeat(size / 2),
      '"'.repeat(size),
      '&a '.repeat(size / 3),
      Array.from({ length: 12_000 }, (_, i) => `k${i}: 1`).join('\n'),
      `a: &a x\n${Array.from(
        { length: 100 },
        (_, i) =>
          `k${i}: &b${i} [${Array(90)
            .fill(i === 0 ? '*a' : `*b${i - 1}`)
            .join()}]`,
      ).join('\n')}`,
    ];
    // About half a second each on one core; quadratic behaviour would take minutes, and run into the test's time limit.
    for (const text of hostile) expect(() => loadScenario({ text, file: 'hostile.yaml' })).toThrow(UserError);
  });
});
