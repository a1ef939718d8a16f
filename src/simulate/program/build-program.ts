import { InvariantError } from '../../base/errors.js';
import type { HeldPlane, System } from '../../system/system.js';
import type { Reading } from '../evaluator.js';
import type { InputPlane, Output, Program, Step, Value } from './program.js';

/** States after one tick, by unit. */
type States = Map<number, Value>;

/**
 * The rollout of a system over its cone, with one paired rollout for each distinct flip of the change readings.
 *
 * A paired rollout has steps only for the pairs that its flipped plane can reach: everywhere else its value *is* the
 * base rollout's. All rollouts go tick by tick together, so that no state outlives the tick that reads it.
 */
export function buildProgram(system: System, readings: readonly Reading[]): Program {
  const { lattice, cone } = system;
  const { unitCount, neighbourCount, ticks } = lattice;
  const input = inputPlanes();
  const held = lattice.held.map((plane) => heldInput(input, plane, false));
  const flips = [...new Set(readings.flatMap((reading) => (reading.kind === 'change' ? [reading.flip] : [])))];
  const complements = flips.map((flip) => heldInput(input, lattice.held[flip]!, true));

  const steps: Step[] = [];
  const startOf = (unit: number): Value =>
    lattice.start === 'zero' ? input('zero', 0, false) : input('start', unit, false);
  const base: States[] = [new Map(Array.from(cone.units[0]!, (unit) => [unit, startOf(unit)]))];
  let flipped: States[] = flips.map(() => new Map());

  for (let tick = 1; tick <= ticks; tick++) {
    const before = base[tick - 1]!;
    const read = (source: number): Value => {
      const value = source < unitCount ? before.get(source) : held[source - unitCount];
      if (value === undefined) throw new InvariantError(`source ${source} is read at tick ${tick} but not in the cone`);
      return value;
    };
    /** Steps of this tick, but only where `sourceOf` reads something that the base rollout does not. */
    const advance = (sourceOf: (source: number) => Value | undefined): States => {
      const after: States = new Map();
      cone.units[tick]!.forEach((unit, position) => {
        const sources = Array.from(lattice.sources.subarray(unit * neighbourCount, (unit + 1) * neighbourCount));
        const differing = sources.map(sourceOf);
        if (differing.every((value) => value === undefined)) return;
        const pair = cone.firstPair[tick]! + position;
        const step: Step = { kind: 'step', unit, pair, sources: sources.map((s, j) => differing[j] ?? read(s)) };
        steps.push(step);
        after.set(unit, step);
      });
      return after;
    };
    base.push(advance(read));
    flipped = flips.map((flip, f) =>
      advance((source) => (source === unitCount + flip ? complements[f] : flipped[f]!.get(source))),
    );
  }

  const outputs = readings.map((reading): Output => {
    if (reading.kind === 'joint') {
      const outside = reading.source.map((element) => input('element', element, false));
      return { kind: 'joint', bits: [...outside, ...reading.units.map((unit) => base[reading.tick]!.get(unit)!)] };
    }
    const changed = flipped[flips.indexOf(reading.flip)]!;
    const reached = reading.units.filter((unit) => changed.has(unit));
    return { kind: 'change', pairs: reached.map((unit) => [base[ticks]!.get(unit)!, changed.get(unit)!] as const) };
  });
  return { steps, outputs };
}

type Input = (kind: InputPlane['kind'], index: number, complement: boolean) => InputPlane;

/** Input planes, each made once. */
function inputPlanes(): Input {
  const known = new Map<string, InputPlane>();
  return (kind, index, complement) => {
    const key = `${kind} ${index} ${complement}`;
    const plane = known.get(key) ?? { kind, index, complement };
    known.set(key, plane);
    return plane;
  };
}

function heldInput(input: Input, plane: HeldPlane, complement: boolean): InputPlane {
  if (plane.kind === 'port') return input('element', plane.element, complement);
  return input(plane.kind, plane.kind === 'border' ? plane.index : 0, complement);
}
