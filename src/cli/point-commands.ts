import type { Point, Sweep } from '../sweep/design/records.js';

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./=:,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/**
 * The command that does one thing of a point by itself, with the same digest: a run directory of its own, in another folder.
 *
 * @param base path of the base scenario: the sweep's copy once it has begun
 */
export function pointCommand({ base, evaluator }: Sweep, point: Point, command: string, file: string): string {
  const set = [...base.overrides, ...point.overrides].map((setting) => ` --set ${quoted(setting)}`).join('');
  const by = evaluator === null ? '' : ` --evaluator ${evaluator}`;
  return `scarce ${command} ${quoted(file)} --seed ${quoted(point.seed)}${by}${set}`;
}

/** A point with the commands that do by themselves what the sweep does for it. */
export function withCommands(sweep: Sweep, point: Point, file: string): Point & { readonly alone: readonly string[] } {
  return { ...point, alone: sweep.commands.map((command) => pointCommand(sweep, point, command, file)) };
}
