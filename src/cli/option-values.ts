import { InvalidArgumentError } from 'commander';

/**
 * Reads an option whose value is a whole number within bounds.
 *
 * @param hint follows what is expected, where something else is easily taken for the number
 */
export const wholeNumber =
  (least: number, most: number, hint = '') =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}${hint}`);
    }
    return value;
  };

/** Reads an option that may be given again: all of its values. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
