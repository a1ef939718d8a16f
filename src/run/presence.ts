/** A demon is present in an individual where its payload carries more than this, bits. */
export const PRESENCE_BITS = 0.1;

/** Presence of a demon, 1 or 0, `Float64Array [individual]`, from the strength of its payload in the same context. */
export function presenceOf(strength: Float64Array): Float64Array {
  return strength.map((bits) => (bits > PRESENCE_BITS ? 1 : 0));
}
