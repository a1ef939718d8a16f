/* The bounds of a sweep, each with its reason. */

/** Runs of a sweep: ten times as many as are in mind, and all of them stand in memory (about half a kilobyte each). */
export const MOST_POINTS = 1_000_000;

/** Axes: far more than a table's reader follows. */
export const MOST_AXES = 64;

/** Times that a failed run is tried again. */
export const MOST_RETRIES = 100;

/** Characters of a label or a text that stands in a column. */
export const MOST_LABEL_CHARACTERS = 256;

/** Longest time of a lease, in seconds: a day. */
export const MOST_SECONDS = 86_400;

/** Beats that must have been missed before a holder is taken for dead. */
export const LEAST_MISSED_BEATS = 3;
