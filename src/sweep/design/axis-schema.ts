import { z } from 'zod';
import { integer, named, object, text, word } from '../../scenario/schema/leaves.js';
import { MOST_LABEL_CHARACTERS, MOST_POINTS } from './limits.js';

/** Name of an axis, which is that of a column. */
export const axisName = () =>
  text(/^[a-z][a-z0-9_]{0,39}$/, 'a name: a small letter, then small letters, digits or _, at most 40 characters');

/** Path of a key of the scenario, as `--set` takes it. */
export const keyPath = () =>
  text(
    /^(?!(.*\.)?__proto__(\.|$))[^.=]+(\.[^.=]+)*$/,
    'the path of a key of the scenario, such as population.size, its steps joined by dots',
  );

const label = () =>
  text(
    new RegExp(`^[^\\n]{1,${MOST_LABEL_CHARACTERS}}$`),
    `a label: text on one line, at most ${MOST_LABEL_CHARACTERS} characters`,
  );

const FINITE = 'a number, at most 2^53 − 1 either way';
const finite = () =>
  z
    .number({ error: FINITE })
    .min(Number.MIN_SAFE_INTEGER, { error: FINITE })
    .max(Number.MAX_SAFE_INTEGER, { error: FINITE });

const KEY = 'the path of a key, such as population.size, or a list of such paths, each once';
const key = () =>
  z
    .union(
      [
        keyPath(),
        z
          .array(keyPath(), { error: KEY })
          .min(1, { error: KEY })
          .refine((paths) => new Set(paths).size === paths.length, { error: KEY }),
      ],
      { error: KEY },
    )
    .describe('key of the scenario that gets the value, or a list of keys that all get it');

const whole = () => z.boolean({ error: 'true or false' }).default(false).describe('values are rounded to integers');

const VALUES = `a list of at least one and at most ${MOST_POINTS} numbers or texts`;
const value = () =>
  z.union([finite(), label()], {
    error: `a number or text; what is neither (a list, a map, true) is set by levels, each with a label`,
  });

const count = () => integer(2, MOST_POINTS).describe('number of values, both ends among them');
const from = () => finite().describe('first value');
const to = () => finite().describe('last value');

/** What an axis may be. The first key of each variant tells it from the others. */
export const axisSchema = z
  .union(
    [
      object({
        levels: named(label(), named(keyPath(), z.unknown(), 'paths of keys to values'), 'labels to what they set')
          .refine((levels) => Object.keys(levels).length > 0, { error: 'at least one level' })
          .describe('label of each level: {path of a key: value, …}; the label stands in the column'),
      }),
      object({
        values: z
          .array(value(), { error: VALUES })
          .min(1, { error: VALUES })
          .max(MOST_POINTS, { error: VALUES })
          .describe('one after the other'),
        key: key(),
      }),
      object({
        range: z
          .union(
            [
              object({ count: count(), from: from(), to: to() }),
              object({
                step: z
                  .number({ error: 'a number above 0' })
                  .positive({ error: 'a number above 0' })
                  .describe('from one value to the next; above 0 also downwards'),
                from: from(),
                to: finite().describe('bound of the values, itself among them where steps reach it'),
              }),
            ],
            { error: '{from, to, count} or {from, to, step}' },
          )
          .describe('equal steps'),
        key: key(),
        whole: whole(),
      }),
      object({
        log: object({ count: count(), from: from(), to: to() }).describe('equal ratios; both ends above 0'),
        key: key(),
        whole: whole(),
      }),
      object({
        between: z
          .tuple([finite(), finite()], { error: '[least, largest]' })
          .describe('an interval, from which latin and sobol draw'),
        key: key(),
        scale: word(['linear', 'log'])
          .default('linear')
          .describe('what is drawn uniformly: the value or its logarithm'),
        whole: whole(),
      }),
    ],
    {
      error:
        'an axis: one of {levels: {label: {path: value}}}, {key, values: […]}, {key, range: {from, to, count}}, {key, log: {from, to, count}}, {key, between: [least, largest]}',
    },
  )
  .describe('one thing that varies');

export type RawAxis = z.output<typeof axisSchema>;
