import { InvariantError } from '../base/errors.js';
import type { System } from '../system/system.js';
import { cellCount, type Reading } from './evaluator.js';

/** Cells of one joint reading, at most: a port of several sites is one symbol. */
const MOST_CELLS = 1 << 12;

/**
 * Refuses readings that no evaluator can count: a (unit, tick) pair outside the cone has no noise plane and perhaps no
 * start plane, so its state is not defined.
 *
 * @throws InvariantError naming the reading, since readings are made by the program, never by the user
 */
export function checkReadings(system: System, readings: readonly Reading[]): void {
  const { lattice, cone, environment } = system;
  readings.forEach((reading, index) => {
    const place = `reading ${index} (${reading.kind})`;
    const tick = reading.kind === 'joint' ? reading.tick : lattice.ticks;
    for (const unit of reading.units) {
      if (!cone.units[tick]?.includes(unit)) {
        throw new InvariantError(`${place}: unit ${unit} after tick ${tick} is outside the cone of what is read`);
      }
    }
    if (reading.kind === 'change') {
      if (lattice.held[reading.flip] === undefined) {
        throw new InvariantError(`${place}: held plane ${reading.flip}; the lattice has ${lattice.held.length}`);
      }
      return;
    }
    for (const element of reading.source) {
      if (environment.elements[element] === undefined) {
        throw new InvariantError(`${place}: element ${element}; there are ${environment.elements.length}`);
      }
    }
    if (cellCount(reading) > MOST_CELLS) {
      throw new InvariantError(`${place}: ${cellCount(reading)} cells; at most ${MOST_CELLS}`);
    }
  });
}
