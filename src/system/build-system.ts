import { sortedKeys } from '../base/order.js';
import type { Key } from '../base/streams.js';
import { parseGrid } from '../scenario/grid.js';
import { neighbourCount as countNeighbours } from '../scenario/neighbours.js';
import type { Scenario } from '../scenario/scenario.js';
import { automaticTicks } from './automatic-ticks.js';
import { buildPorts } from './build-ports.js';
import { backwardCone } from './cone.js';
import { connect } from './connect.js';
import { compileEnvironment } from './environment/compile-environment.js';
import { setVariables } from './environment/set-variables.js';
import { layOutGenome } from './genome-layout.js';
import { borderPlanes, portPlanes } from './held-planes.js';
import { neighbourPositions } from './neighbour-positions.js';
import { placeSites } from './sites.js';
import type { System } from './system.js';

/**
 * What a validated scenario describes, compiled.
 *
 * @param key the root key of the scenario's seed; random wiring and ties draw from it
 * @throws UserError for faults that show only once the lattice is wired: no path from a write port to a read port under
 *   `ticks: auto`, too few sites for random wiring
 */
export function buildSystem(scenario: Scenario, key: Key): System {
  const { lattice: spec } = scenario;
  const { grid } = parseGrid(spec.map);
  const sites = placeSites(grid, scenario.ports);
  const environment = compileEnvironment(scenario.environment);
  const ports = buildPorts(scenario, grid, sites, environment);

  const unitCount = sites.siteOfUnit.length;
  const neighbourCount = countNeighbours(spec.neighbours);
  const positions = neighbourPositions(spec, sites, key);
  const written = portPlanes(sites, new Map(ports.write.map((port) => [port.name, port.elements])));
  const held = [...written, ...borderPlanes(positions, sites, spec.border === 'random')];
  const sources = connect(positions, neighbourCount, sites, held);

  const readUnits = ports.read.flatMap((port) => port.units);
  const ticks =
    spec.ticks === 'auto' ? automaticTicks(sources, unitCount, neighbourCount, written.length, readUnits) : spec.ticks;

  return {
    units: scenario.units,
    lattice: {
      rows: grid.rows,
      columns: grid.columns,
      unitCount,
      unitRow: sites.siteOfUnit.map((site) => Math.floor(site / grid.columns)),
      unitColumn: sites.siteOfUnit.map((site) => site % grid.columns),
      neighbourCount,
      sources,
      held,
      ticks,
      noise: spec.noise,
      start: spec.start,
    },
    cone: backwardCone(sources, unitCount, neighbourCount, ticks, readUnits),
    genome: layOutGenome(scenario.genome, grid, sites, neighbourCount, key),
    environment,
    contexts: sortedKeys(scenario.contexts).map((name) => {
      const { set, weight } = scenario.contexts[name]!;
      return { name, weight, environment: setVariables(environment, set) };
    }),
    ports,
    channels: sortedKeys(scenario.channels).map((name) => {
      const { from, to, reward } = scenario.channels[name]!;
      return {
        name,
        from: ports.write.findIndex((port) => port.name === from),
        to: ports.read.findIndex((port) => port.name === to),
        reward,
      };
    }),
  };
}
