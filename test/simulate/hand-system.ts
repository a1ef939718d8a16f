import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { backwardCone } from '../../src/system/cone.js';
import type { Environment, HeldPlane, System } from '../../src/system/system.js';

/** A lattice written down by hand; what is left out has the plainest value. */
export interface HandLattice {
  /** `[unit][neighbour]`: a unit's number, or the place in `held` as `held(place)`. */
  readonly reads: readonly (readonly number[])[];
  readonly held: readonly HeldPlane[];
  readonly readUnits: readonly number[];
  readonly ticks: number;
  readonly elementCount?: number;
  readonly noise?: number;
  readonly start?: 'random' | 'zero';
  /** Table of each fixed unit; the others evolve. */
  readonly fixed?: Readonly<Record<number, number>>;
  /** Groups of units that express one locus each, none of them fixed; every other unit has its own. */
  readonly shared?: readonly (readonly number[])[];
}

/** Place of a held plane in `reads`; units are numbered from 0 up, held planes from −1 down. */
export const held = (place: number): number => -1 - place;

export const port = (element: number): HeldPlane => ({ kind: 'port', port: 'A', element });
export const border = (index: number): HeldPlane => ({ kind: 'border', index, row: -1, column: index });
export const zero: HeldPlane = { kind: 'zero' };

export function handSystem(lattice: HandLattice): System {
  const { reads, readUnits, ticks, noise = 0, start = 'zero', fixed = {}, shared = [], elementCount = 2 } = lattice;
  const unitCount = reads.length;
  const neighbourCount = reads[0]!.length;
  const sources = Int32Array.from(reads.flat(), (source) => (source < 0 ? unitCount - 1 - source : source));
  const firstOf = (unit: number): number => Math.min(...(shared.find((group) => group.includes(unit)) ?? [unit]));
  const firstUnits = [...reads.keys()].filter((unit) => fixed[unit] === undefined && firstOf(unit) === unit);
  const locusOfUnit = Int32Array.from(reads, (_, unit) =>
    fixed[unit] === undefined ? firstUnits.indexOf(firstOf(unit)) : -1,
  );
  const elements = Array.from({ length: elementCount }, (_, element) => `e${String(element).padStart(2, '0')}`);
  const environment: Environment = {
    variables: elements.map((name, firstElement) => ({
      name,
      spec: { kind: 'fair', length: null },
      firstElement,
      length: 1,
      operands: [],
    })),
    elements,
  };
  return {
    units: { kind: 'lut' },
    lattice: {
      rows: 1,
      columns: unitCount,
      unitCount,
      unitRow: new Int32Array(unitCount),
      unitColumn: Int32Array.from(reads, (_, unit) => unit),
      neighbourCount,
      sources,
      held: lattice.held,
      ticks,
      noise,
      start,
    },
    cone: backwardCone(sources, unitCount, neighbourCount, ticks, readUnits),
    genome: {
      locusCount: firstUnits.length,
      neighbourCount,
      wordsPerLocus: 1,
      bitsPerLocus: 1 << neighbourCount,
      locusOfUnit,
      firstUnitOfLocus: Int32Array.from(firstUnits),
      fixedTable: Uint32Array.from(reads, (_, unit) => fixed[unit] ?? 0),
      prior: { kind: 'bit', bit: 0.5 },
      beginTable: null,
      ties: [],
      regions: {},
    },
    environment,
    contexts: [{ name: 'all', weight: 1, environment }],
    ports: { write: [], read: [{ name: 'B', units: readUnits, target: null }] },
    channels: [],
  };
}

/** Words at an address of their own, for tests. */
export function wordStream(seed: number): Stream {
  return new Stream(rootKey(seed), Purpose.prior, 0, 0);
}

/** A stimulus of fair bits, its noise of probability 1/4 whatever the lattice says: evaluators only see the planes. */
export function randomStimulus(system: System, samples: number, seed: number): Stimulus {
  const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, samples)), system, samples);
  const stream = wordStream(seed);
  const fill = (planes: Uint32Array, next: () => number): void => {
    for (let i = 0; i < planes.length; i++) planes[i] = next();
  };
  for (const planes of [stimulus.elements, stimulus.borders, stimulus.starts]) fill(planes, () => stream.nextWord());
  fill(stimulus.noise, () => stream.nextWord() & stream.nextWord());
  return stimulus;
}

/** Genotypes with every table drawn at random, `Uint32Array [genotype][locus]`. */
export function randomLoci(system: System, genotypes: number, seed: number): Uint32Array {
  const { locusCount, bitsPerLocus } = system.genome;
  const stream = wordStream(seed);
  return Uint32Array.from({ length: genotypes * locusCount }, () => stream.nextWord() >>> (32 - bitsPerLocus));
}
