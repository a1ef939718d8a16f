/**
 * What is more than this counts: bits shared outside, bits carried inside. Random look-up tables of three inputs pass on
 * 0.01 to 0.1 bits over two units, so much less would call everything open.
 */
export const THRESHOLD_BITS = 0.1;

/** The same for an influence, which is a probability: in effect one sample in ten. */
export const THRESHOLD_INFLUENCE = 0.1;
