/** Milliseconds since some fixed moment: an argument of all that measures time, so that tests bring their own. */
export type Clock = () => number;

/** The clock of the machine; never set back. */
export const machineClock: Clock = () => performance.now();
