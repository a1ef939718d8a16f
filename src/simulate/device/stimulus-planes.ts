import type { Stimulus } from '../stimulus.js';

/** The planes in the order in which a device holds them. */
export function partsOf({ elements, borders, starts, noise }: Stimulus): readonly Uint32Array[] {
  return [elements, borders, starts, noise];
}

/** A copy of all planes, `Uint32Array [plane][word]`, as a device holds them. */
export function joinedPlanes(stimulus: Stimulus): Uint32Array<ArrayBuffer> {
  const parts = partsOf(stimulus);
  const planes = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    planes.set(part, at);
    at += part.length;
  }
  return planes;
}
