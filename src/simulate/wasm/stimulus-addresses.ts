import type { InputPlane } from '../program/program.js';
import type { Stimulus } from '../stimulus.js';

/** Byte addresses of the first plane of each kind. */
export interface StimulusAddresses {
  readonly elements: number;
  readonly borders: number;
  readonly starts: number;
  readonly noise: number;
}

/** Bytes of all planes together. */
export function stimulusBytes({ elements, borders, starts, noise }: Stimulus): number {
  return elements.byteLength + borders.byteLength + starts.byteLength + noise.byteLength;
}

/** Addresses of planes that lie in the memory themselves. */
export function addressesOf({ elements, borders, starts, noise }: Stimulus): StimulusAddresses {
  return {
    elements: elements.byteOffset,
    borders: borders.byteOffset,
    starts: starts.byteOffset,
    noise: noise.byteOffset,
  };
}

/** Copies planes of another memory to byte `base` of `memory`. */
export function copyStimulus(memory: WebAssembly.Memory, base: number, stimulus: Stimulus): StimulusAddresses {
  const { elements, borders, starts, noise } = stimulus;
  let at = base;
  const copy = (planes: Uint32Array): number => {
    const address = at;
    new Uint32Array(memory.buffer, address, planes.length).set(planes);
    at += planes.byteLength;
    return address;
  };
  return { elements: copy(elements), borders: copy(borders), starts: copy(starts), noise: copy(noise) };
}

/** Address of an input plane; 0 for the plane of zeros. */
export function inputAddress(plane: InputPlane, addresses: StimulusAddresses, planeBytes: number): number {
  if (plane.kind === 'zero') return 0;
  const first = { element: addresses.elements, border: addresses.borders, start: addresses.starts }[plane.kind];
  return first + plane.index * planeBytes;
}
