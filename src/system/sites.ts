import { sortedKeys } from '../base/order.js';
import { type Grid, sitesOf } from '../scenario/grid.js';
import type { PortSpec } from '../scenario/scenario.js';

/** What stands at each site of the map; sites are counted row-major, site = row × columns + column. */
export interface Sites {
  readonly rows: number;
  readonly columns: number;
  /** `Int32Array [site]`: its unit, −1 where there is none (`#` and write ports). */
  readonly unitOfSite: Int32Array;
  /** `Int32Array [unit]`, ascending: units are counted row-major. */
  readonly siteOfUnit: Int32Array;
  /** Sites of each write port, row-major, by the port's name in code-point order. */
  readonly writeSites: ReadonlyMap<string, readonly number[]>;
  /** `Uint8Array [site]`: 1 on `#`, where nothing stands. */
  readonly empty: Uint8Array;
}

/** Tells units (plain ones, those of regions and of read ports) from write ports and from nothing. */
export function placeSites(grid: Grid, ports: Readonly<Record<string, PortSpec>>): Sites {
  const writeSites = new Map<string, readonly number[]>();
  for (const name of sortedKeys(ports)) {
    if (ports[name]!.kind === 'write') writeSites.set(name, sitesOf(grid, name));
  }
  const empty = Uint8Array.from(grid.cells, (cell) => (cell === '#' ? 1 : 0));
  const unitOfSite = new Int32Array(grid.cells.length).fill(-1);
  const siteOfUnit: number[] = [];
  grid.cells.forEach((cell, site) => {
    if (cell === '#' || writeSites.has(cell)) return;
    unitOfSite[site] = siteOfUnit.length;
    siteOfUnit.push(site);
  });
  return {
    rows: grid.rows,
    columns: grid.columns,
    unitOfSite,
    siteOfUnit: Int32Array.from(siteOfUnit),
    writeSites,
    empty,
  };
}
