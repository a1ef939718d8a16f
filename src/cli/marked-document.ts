import { readFileSync } from 'node:fs';
import { UserError } from '../base/errors.js';

/** Commands that write a table into a document, between two marks of their own. */
export type MarkingCommand = 'compare' | 'query';

const marksOf = (command: MarkingCommand): readonly [string, string] => [
  `<!-- made by scarce ${command}: begin -->`,
  `<!-- made by scarce ${command}: end -->`,
];

/**
 * The text of a document with what stands between a command's two marks replaced by a table.
 *
 * @throws UserError where the document cannot be read, or has not both marks, in order
 */
export function documentWith(file: string, command: MarkingCommand, table: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(
      `${file}: cannot be read (${(error as Error).message}); expected a Markdown file with two marks`,
    );
  }
  const [begin, end] = marksOf(command);
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from)
    throw new UserError(`${file}: no place for the table; expected the lines ${begin} and ${end}, in this order`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n${text.slice(to)}`;
}
