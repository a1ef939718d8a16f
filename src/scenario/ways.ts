import type { Draft } from './draft.js';
import { gateTable } from './gate-table.js';
import type { Grid } from './grid.js';
import { presetOffsets } from './neighbours.js';
import type { Offset, PortSpec } from './scenario.js';

/** Who reads whom on the map, by site (row × columns + column). */
export interface Wiring {
  /** K. */
  readonly inputs: number;
  /** `[site][input]`: the site that a unit reads there, −1 where that is the border or `#`; empty for write ports and `#`. */
  readonly reads: readonly (readonly number[])[];
  /** `[site]`: the table of a unit that a gate holds; null where a unit evolves, and where there is none. */
  readonly tables: readonly (number | null)[];
}

/**
 * The wiring of a document's map; null where the map, the ports or the fixed gates have faults of their own, and where
 * neighbours are drawn from the seed.
 */
export function wiringOf({ grid, neighbours, border, ports, fixed }: Draft): Wiring | null {
  if (grid === null || neighbours === null || border === null) return null;
  if (typeof neighbours === 'object' && 'random' in neighbours) return null;
  if (!isWhole(ports) || !isWhole(fixed)) return null;
  const offsets: readonly Offset[] = typeof neighbours === 'string' ? presetOffsets[neighbours] : neighbours;
  const gates = new Map(Object.entries(fixed.specs).map(([letter, gate]) => [letter, gateTable(gate, offsets.length)]));
  return {
    inputs: offsets.length,
    reads: readsOf(grid, ports.specs, offsets, border === 'wrap'),
    tables: grid.cells.map((cell) => gates.get(cell) ?? null),
  };
}

/** The sites that every site reads, as in {@link Wiring}. */
export function readsOf(
  { rows, columns, cells }: Grid,
  ports: Readonly<Record<string, PortSpec>>,
  offsets: readonly Offset[],
  wrap: boolean,
): number[][] {
  const siteAt = (row: number, column: number): number => {
    const [r, c] = wrap ? [mod(row, rows), mod(column, columns)] : [row, column];
    if (r < 0 || r >= rows || c < 0 || c >= columns) return -1;
    const site = r * columns + c;
    return cells[site] === '#' ? -1 : site;
  };
  return cells.map((cell, site) =>
    cell === '#' || ports[cell]?.kind === 'write'
      ? []
      : offsets.map(([down, right]) => siteAt(Math.floor(site / columns) + down, (site % columns) + right)),
  );
}

/** Whether the output of a table depends on an input, wherever (`everywhere`: whatever the other inputs are). */
export function dependsOn(table: number, inputs: number, input: number, everywhere = false): boolean {
  let flips = 0;
  for (let index = 0; index < 1 << inputs; index++) {
    flips += ((table >>> index) ^ (table >>> (index ^ (1 << input)))) & 1;
  }
  return everywhere ? flips === 1 << inputs : flips > 0;
}

/** The sites that a unit reads and whose state matters to it: of a gate only the inputs that its table depends on. */
function matteringReads({ inputs, reads, tables }: Wiring, site: number): number[] {
  const table = tables[site]!;
  return reads[site]!.filter((read, input) => read >= 0 && (table === null || dependsOn(table, inputs, input)));
}

/** All sites that some of the sites given can reach, themselves among them. */
export function reachedFrom(wiring: Wiring, sites: Iterable<number>): Set<number> {
  const readers: number[][] = wiring.reads.map(() => []);
  wiring.reads.forEach((_, site) => {
    for (const read of matteringReads(wiring, site)) readers[read]!.push(site);
  });
  return closure(sites, (site) => readers[site]!);
}

/** All sites that can reach some of the sites given, themselves among them. */
export function reaching(wiring: Wiring, sites: Iterable<number>): Set<number> {
  return closure(sites, (site) => matteringReads(wiring, site));
}

/** What is reached from some sites by steps of `next`, themselves among them. */
export function closure(sites: Iterable<number>, next: (site: number) => readonly number[]): Set<number> {
  const found = new Set(sites);
  // A set is gone through in the order of insertion, with what is added on the way.
  for (const site of found) for (const other of next(site)) found.add(other);
  return found;
}

const mod = (value: number, length: number): number => ((value % length) + length) % length;

const isWhole = ({ specs, names }: { specs: object; names: ReadonlySet<string> }): boolean =>
  Object.keys(specs).length === names.size;
