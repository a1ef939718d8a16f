import { pooledMomentCells } from '../../information/gaussian-weights-unknown.js';
import { cellOffsets } from '../../simulate/evaluator.js';
import type { System } from '../../system/system.js';
import type { SurveyReadings } from '../readings.js';

/**
 * Where what is pooled over the individuals of a part lies: `[pair]`, the first cell of each pair of ports, and the number
 * of all cells as the last entry. Joint counts of look-up tables (with the changes' among them), moments of analog units;
 * nothing where strengths are binned, since every genotype has cells of its own.
 */
export function pooledOffsets(system: System, { readings, joint }: SurveyReadings): number[] {
  if (system.units.kind === 'lut') {
    const offsets = cellOffsets(readings);
    return [...joint.map((reading) => offsets[reading]!), offsets.at(-1)!];
  }
  const isPooled = system.units.strength === 'gaussian';
  const places = [0];
  for (const reading of joint) {
    const asked = readings[reading]!;
    const variables = asked.kind === 'joint' ? asked.source.length + asked.units.length : 0;
    places.push(places.at(-1)! + (isPooled ? pooledMomentCells(variables) : 0));
  }
  return places;
}
