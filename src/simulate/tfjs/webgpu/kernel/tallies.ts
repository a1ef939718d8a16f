import type { Output, Value } from '../../../program/program.js';
import { symbolsCode } from './count-code.js';

/** Joint readings of at most so many bits are counted by one mask for each cell: 2^(bits + 1) operations a word. */
const MOST_MASK_BITS = 4;

/** Numbers that a thread keeps in registers, at most, adding them up only once it is through with its samples. */
const MOST_TALLIES = 32;

/**
 * What is written before, in and after the loop over a thread's words, which stand at `at` of `vectors` in each plane. In
 * it `real` is −1, and 0 where these words are nobody's, or another thread's too; `counted` the samples that are real.
 */
export interface RolloutCode {
  readonly before: string;
  readonly inside: string;
  readonly after: string;
  /** What the code reads from `records`. */
  readonly records: Int32Array;
}

/** The numbers that a reading's cells follow from, each of a thread's words, and what pours their totals. */
export interface Tallies {
  readonly numbers: readonly string[];
  readonly pour: (totals: readonly string[], samples: string) => string;
  /** Line behind which all that they need stands. */
  readonly after: number;
}

/** Whether all numbers find room in registers. */
export function canBeKept(found: readonly Tallies[]): boolean {
  return found.reduce((sum, { numbers }) => sum + numbers.length, 0) <= MOST_TALLIES;
}

/** Tallies are totalled as soon as they are known. */
export function insertCode(found: readonly Tallies[], lines: readonly string[]): Omit<RolloutCode, 'records'> {
  const written: string[] = [];
  let from = 0;
  for (const { numbers, pour, after } of found) {
    written.push(...lines.slice(from, after));
    written.push(
      pour(
        numbers.map((number) => `total(${number} & real)`),
        'counted',
      ),
    );
    from = after;
  }
  return { before: '', inside: [...written, ...lines.slice(from)].join('\n      '), after: '' };
}

/** Tallies are kept in registers until all words of a thread are through. */
export function keptCode(found: readonly Tallies[], lines: readonly string[]): Omit<RolloutCode, 'records'> {
  const written: string[] = [];
  const [before, end]: [string[], string[]] = [['var samples = 0;'], ['samples = total(samples);']];
  let [from, kept] = [0, 0];
  for (const { numbers, pour, after } of found) {
    written.push(...lines.slice(from, after));
    const names = numbers.map((number) => {
      const name = `t${kept++}`;
      before.push(`var ${name} = 0;`);
      written.push(`${name} += ${number} & real;`);
      return name;
    });
    end.push(
      pour(
        names.map((name) => `total(${name})`),
        'samples',
      ),
    );
    from = after;
  }
  written.push(...lines.slice(from), 'samples += own;');
  return { before: before.join(' '), inside: written.join('\n      '), after: end.join('\n    ') };
}

/** What one reading counts; null where it has counted already, symbol by symbol. */
export function countOutput(
  output: Output,
  offset: number,
  nameOf: (value: Value) => string,
  vector: number,
  lines: string[],
): Omit<Tallies, 'after'> | null {
  if (output.kind === 'change') {
    const differs = output.pairs.map((pair) => `(${pair.map(nameOf).join(' ^ ')})`);
    if (differs.length === 0) return null;
    return { numbers: [`ones(${differs.join(' | ')})`], pour: ([changed]) => `pour(${offset}, ${changed});` };
  }
  const bits = output.bits.map(nameOf);
  if (bits.length === 2) {
    const [x, y] = bits;
    return {
      numbers: [`ones(${x})`, `ones(${y})`, `ones(${x} & ${y})`],
      pour: (totals, samples) => `pourTwoBits(${offset}, ${samples}, ${totals.join(', ')});`,
    };
  }
  if (bits.length <= MOST_MASK_BITS) {
    // The first cell has what the others have not.
    const masks = splitCode(bits, `m${offset}`, lines).slice(1);
    return {
      numbers: masks.map((mask) => `ones(${mask})`),
      pour: (totals, samples) => {
        const names = totals.map((_, i) => `n${offset}_${i}`);
        const rest = `pour(${offset}, ${[samples, ...names].join(' - ')});`;
        const given = totals.map((number, i) => `let ${names[i]} = ${number};`);
        return [...given, rest, ...names.map((name, i) => `pour(${offset + 1 + i}, ${name});`)].join(' ');
      },
    };
  }
  lines.push(symbolsCode(offset, bits, vector));
  return null;
}

/** Splits all samples by one bit after the other into a mask for each cell; null stands for all samples. */
function splitCode(bits: readonly string[], prefix: string, lines: string[]): (string | null)[] {
  let masks: (string | null)[] = [null];
  bits.forEach((bit, b) => {
    const [low, high]: [string[], string[]] = [[], []];
    masks.forEach((mask, cell) => {
      const [l, h] = [`${prefix}_${b}_${cell}`, `${prefix}_${b}_${cell + masks.length}`];
      lines.push(`let ${l} = ${mask === null ? `~${bit}` : `${mask} & ~${bit}`};`);
      lines.push(`let ${h} = ${mask === null ? bit : `${mask} & ${bit}`};`);
      low.push(l);
      high.push(h);
    });
    masks = [...low, ...high];
  });
  return masks;
}
