import { MOST_SITES } from './limits.js';

/** The lattice map as a rectangle of characters. A site's index is row × columns + column. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** Row-major: `.` and `a`–`z` are units, `#` is nothing, `A`–`Z` are sites of ports. */
  readonly cells: readonly string[];
}

/** What is wrong with one line of a map; `line` counts from 0 in the text of the map. */
export interface GridProblem {
  readonly line: number;
  readonly message: string;
}

const LEGAL = /^[.#a-zA-Z]$/;

/**
 * Reads a map: one character per site, blanks inside a line and empty lines at either end ignored.
 *
 * Never throws. With problems, the grid holds what could be read (a ragged map is cut or filled with `#` to the width of
 * its first line, an illegal character becomes `#`) and is not to be evolved.
 */
export function parseGrid(map: string): { grid: Grid; problems: GridProblem[] } {
  const problems: GridProblem[] = [];
  const lines = map.split(/\r\n|\r|\n/).map((line) => Array.from(line.replace(/\s/g, '')));
  let first = 0;
  while (first < lines.length && lines[first]!.length === 0) first++;
  let end = lines.length;
  while (end > first && lines[end - 1]!.length === 0) end--;
  const rows = end - first;
  const columns = rows === 0 ? 0 : lines[first]!.length;
  if (rows * columns > MOST_SITES) {
    problems.push({ line: first, message: `${rows} × ${columns} sites; expected at most ${MOST_SITES}` });
    return { grid: { rows: 0, columns: 0, cells: [] }, problems };
  }
  const cells: string[] = [];
  for (let line = first; line < end; line++) {
    const characters = lines[line]!;
    if (characters.length !== columns) {
      problems.push({
        line,
        message: `${characters.length} sites in this line; expected ${columns}, as in the map's first line`,
      });
    }
    const illegal = [...new Set(characters.filter((character) => !LEGAL.test(character)))];
    if (illegal.length > 0) {
      problems.push({
        line,
        message: `${illegal.map((character) => JSON.stringify(character)).join(', ')} in the map; expected ".", "#", a small letter (a region) or a capital letter (a port)`,
      });
    }
    for (let column = 0; column < columns; column++) {
      const character = characters[column] ?? '#';
      cells.push(LEGAL.test(character) ? character : '#');
    }
  }
  if (problems.length === 0 && !cells.some((cell) => cell !== '#')) {
    problems.push({
      line: Math.min(first, lines.length - 1),
      message: 'a map without units; expected at least one "." or letter',
    });
  }
  return { grid: { rows, columns, cells }, problems };
}

/** The map in one spelling: a blank between sites, no blanks at the ends, so that equal grids are equal text. */
export function formatGrid(grid: Grid): string {
  const lines: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    lines.push(grid.cells.slice(row * grid.columns, (row + 1) * grid.columns).join(' '));
  }
  return `${lines.join('\n')}\n`;
}

/** Site indices of a letter, row-major; empty where it is not on the map. */
export function sitesOf(grid: Grid, letter: string): number[] {
  const sites: number[] = [];
  for (let site = 0; site < grid.cells.length; site++) if (grid.cells[site] === letter) sites.push(site);
  return sites;
}

/** Whether a character names a port: a capital letter. */
export function isPortLetter(cell: string): boolean {
  return /^[A-Z]$/.test(cell);
}

/** Whether a character names a region of units: a small letter. */
export function isRegionLetter(cell: string): boolean {
  return /^[a-z]$/.test(cell);
}
