import { rootKey } from '../../src/base/streams.js';
import type { GenomeSpec, LatticeSpec, Scenario } from '../../src/scenario/scenario.js';
import { buildSystem } from '../../src/system/build-system.js';
import type { System } from '../../src/system/system.js';

/** What a test says about a scenario; the rest is the same for all. */
export interface Sketch {
  readonly map: string;
  readonly lattice?: Partial<LatticeSpec>;
  readonly environment?: Scenario['environment'];
  readonly contexts?: Scenario['contexts'];
  readonly ports?: Scenario['ports'];
  readonly channels?: Scenario['channels'];
  readonly genome?: Partial<GenomeSpec>;
}

export function scenarioOf(sketch: Sketch): Scenario {
  return {
    name: 'test',
    description: '',
    seed: 1,
    lattice: {
      neighbours: 'west',
      ticks: 'auto',
      noise: 0,
      border: 'random',
      start: 'random',
      ...sketch.lattice,
      map: sketch.map,
    },
    units: { kind: 'lut' },
    environment: sketch.environment ?? { x: { kind: 'fair', length: null } },
    contexts: sketch.contexts ?? { all: { set: {}, weight: 1 } },
    ports: sketch.ports ?? { A: { kind: 'write', variable: 'x' }, B: { kind: 'read', target: 'x' } },
    channels: sketch.channels ?? { through: { from: 'A', to: 'B', reward: 1 } },
    genome: { prior: { bit: 0.5 }, begin: 'prior', fixed: {}, shared: [], ties: [], ...sketch.genome },
    demons: {},
    population: { size: 10, islands: 1, migration: null },
    selection: { scheme: 'none' },
    variation: { mutation: { perGenome: 1 }, crossover: { kind: 'none', rate: 0 }, drive: null, copying: null },
    phases: [],
    pressure: null,
    measure: { samples: 128, every: 1, stimulus: 'fresh', prior: 0 },
    stop: { generations: 1, when: null },
  };
}

export function systemOf(sketch: Sketch, seed: string | number = 1): System {
  return buildSystem(scenarioOf(sketch), rootKey(seed));
}

/** What unit `unit` reads, in words: `unit r,c`, `port A.1`, `border r,c` or `zero`. */
export function readBy(system: System, unit: number): string[] {
  const { lattice, ports } = system;
  const own = lattice.sources.slice(unit * lattice.neighbourCount, (unit + 1) * lattice.neighbourCount);
  return Array.from(own, (source) => {
    if (source < lattice.unitCount) return `unit ${lattice.unitRow[source]},${lattice.unitColumn[source]}`;
    const h = source - lattice.unitCount;
    const plane = lattice.held[h]!;
    if (plane.kind === 'zero') return 'zero';
    if (plane.kind === 'border') return `border ${plane.row},${plane.column}`;
    const port = ports.write.find(({ name }) => name === plane.port)!;
    return `port ${plane.port}.${port.held.indexOf(h)}`;
  });
}

/** The unit at a row and column of the map. */
export function unitAt(system: System, row: number, column: number): number {
  const { unitCount, unitRow, unitColumn } = system.lattice;
  for (let unit = 0; unit < unitCount; unit++) {
    if (unitRow[unit] === row && unitColumn[unit] === column) return unit;
  }
  throw new RangeError(`no unit at ${row}, ${column}`);
}
