import { sortedKeys } from '../base/order.js';
import { type Grid, sitesOf } from '../scenario/grid.js';
import type { Scenario } from '../scenario/scenario.js';
import { elementsOf } from './environment/elements-of.js';
import type { Sites } from './sites.js';
import type { Environment, ReadPort, System, WritePort } from './system.js';

/** Write ports and read ports, each in code-point order of their names; their bits in row-major order of their sites. */
export function buildPorts(scenario: Scenario, grid: Grid, sites: Sites, environment: Environment): System['ports'] {
  const write: WritePort[] = [];
  const read: ReadPort[] = [];
  let firstHeld = 0;
  for (const name of sortedKeys(scenario.ports)) {
    const spec = scenario.ports[name]!;
    const portSites = sitesOf(grid, name);
    if (spec.kind === 'write') {
      const held = portSites.map((_, bit) => firstHeld + bit);
      firstHeld += held.length;
      write.push({ name, elements: elementsOf(environment, spec.variable), held });
    } else {
      const target = spec.target === null ? null : elementsOf(environment, spec.target);
      read.push({ name, units: portSites.map((site) => sites.unitOfSite[site]!), target });
    }
  }
  return { write, read };
}
