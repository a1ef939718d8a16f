import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../../base/errors.js';
import { hint, showNames } from '../../scenario/document/show.js';
import { sqlText } from '../../store/duckdb.js';

const MORE = 'more than a condition; expected one over axes and replicate, such as size * beta < 100';

/** A part of DuckDB's syntax tree: expressions have a class. */
interface SyntaxNode {
  readonly class?: string;
  readonly column_names?: readonly string[];
  readonly function_name?: string;
  readonly [key: string]: unknown;
}

/**
 * Refuses what is no condition on one point alone: queries, columns that are none of a point, and functions whose values
 * change from call to call, since all who work on a sweep must find the same points.
 *
 * @param select a SELECT of the condition, and of nothing else
 * @throws UserError
 */
export async function checkCondition(
  connection: DuckDBConnection,
  select: string,
  columns: readonly string[],
): Promise<void> {
  const [text] = await column(connection, `SELECT CAST(json_serialize_sql(${sqlText(select)}) AS VARCHAR)`);
  const parsed = JSON.parse(text!);
  if (parsed.error_type === 'not implemented') throw new UserError(MORE);
  if (parsed.error)
    throw new UserError(`${parsed.error_message.split('\n')[0]}${await quoteHint(connection, columns)}`);
  const node = parsed.statements[0]?.node;
  const isOne =
    parsed.statements.length === 1 &&
    node.type === 'SELECT_NODE' &&
    node.select_list.length === 1 &&
    node.from_table.type === 'BASE_TABLE' &&
    node.where_clause === null;
  if (!isOne) throw new UserError(MORE);
  const steady = new Set(
    await column(
      connection,
      "SELECT function_name FROM duckdb_functions() WHERE function_type = 'scalar' AND stability = 'CONSISTENT'",
    ),
  );
  visit(node.select_list, (part) => {
    if (part.class === 'SUBQUERY')
      throw new UserError('a query in it; expected a condition over axes and replicate alone');
    if (part.class === 'COLUMN_REF') checkColumn(part.column_names!, columns);
    if (part.class === 'FUNCTION' && !steady.has(part.function_name!))
      throw new UserError(
        `${part.function_name}(), which is no function of one point, or not the same at all times; expected a condition that always keeps the same points`,
      );
  });
}

/** What to do where an axis has the name of a word of SQL's, which may be what is wrong; nothing where none has. */
async function quoteHint(connection: DuckDBConnection, columns: readonly string[]): Promise<string> {
  const words = new Set(
    await column(connection, "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"),
  );
  const [first] = columns.filter((name) => words.has(name));
  return first === undefined ? '' : `; ${first} is a word of SQL's: expected the axis in quotes, "${first}"`;
}

function checkColumn(names: readonly string[], columns: readonly string[]): void {
  const name = names.join('.');
  if (columns.includes(name.toLowerCase())) return;
  throw new UserError(`${name}: no axis of this name;${hint(name, columns)} expected one of ${showNames(columns)}`);
}

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('class' in value) see(value as SyntaxNode);
  for (const inner of Object.values(value)) visit(inner, see);
}

async function column(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map(([value]) => String(value));
}
