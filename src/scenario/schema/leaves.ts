import { z } from 'zod';
import { MOST_MAGNITUDE, MOST_NAME_CHARACTERS } from '../limits.js';

/*
 * The kinds of values that a scenario is made of. The `error` of each schema is not a whole sentence but what is
 * expected there, worded to follow "expected …"; {@link ../validate.ts} puts what was given in front of it.
 */

/** An integer from `least` to `most`. */
export function integer(least: number, most: number, error = `an integer from ${least} to ${most}`) {
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** A finite number from `least` to `most`. */
export function number(least: number, most: number) {
  const error = `a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}

export const probability = () => number(0, 1);

/** A number above 0, at most `most`. */
export function positive(most = MOST_MAGNITUDE) {
  const error = `a number above 0 and at most ${most}`;
  return z.number({ error }).positive({ error }).max(most, { error });
}

/** One of a few words. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: words.length === 1 ? words[0] : `one of ${words.join(', ')}` });
}

/** Text of a given pattern; `what` says which. */
export function text(pattern: RegExp, what: string) {
  return z.string({ error: what }).regex(pattern, { error: what });
}

/** A map with exactly these keys. The message about an unknown key is the list of legal ones, from which the nearest is looked up. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? names : `a map with keys among ${names}`),
  });
}

/** A map from names to values of one kind. */
export function named<Value extends z.ZodType>(key: z.ZodString, value: Value, what: string) {
  return z.record(key, value, { error: `a map from ${what}` });
}

/** The key that tells a variant from the others. */
export function tag<const Word extends string>(word: Word, description: string) {
  return z.literal(word, { error: word }).describe(description);
}

/** Variants told apart by the value of one key; `variants` names those values. */
export function variants<
  const Options extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(key: string, names: readonly string[], options: Options) {
  const choice = names.length === 1 ? names[0] : `one of ${names.join(', ')}`;
  return z.discriminatedUnion(key, options, {
    error: (issue) => (issue.code === 'invalid_union' ? choice : `a map whose key ${key} is ${choice}`),
  });
}

const NAME = `[A-Za-z][A-Za-z0-9_-]{0,${MOST_NAME_CHARACTERS - 1}}`;

/** Name of a variable, context or demon. */
export const name = () =>
  text(
    new RegExp(`^${NAME}$`),
    `a name: a letter, then letters, digits, _ or -, at most ${MOST_NAME_CHARACTERS} characters`,
  );

/** Name of a channel; `>` so that the names which `watch: all` makes can be given too. */
export const channelName = () =>
  text(
    new RegExp(`^[A-Za-z][A-Za-z0-9_>-]{0,${MOST_NAME_CHARACTERS - 1}}$`),
    `a name: a letter, then letters, digits, _, - or >, at most ${MOST_NAME_CHARACTERS} characters`,
  );

/** A whole variable or one of its elements. */
export const reference = () =>
  text(
    new RegExp(`^${NAME}(\\.(0|[1-9][0-9]{0,8}))?$`),
    'the name of a variable, such as x, or of one element, such as x.3',
  );

export const portLetter = () => text(/^[A-Z]$/, 'the capital letter of a port');
export const regionLetter = () => text(/^[a-z]$/, 'the small letter of a region');
export const unitsLetter = () =>
  text(/^[A-Za-z]$/, 'the small letter of a region or the capital letter of a read port');
