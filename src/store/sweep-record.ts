/** File that makes a folder the directory of a sweep, whose runs are packed and have tables together. */
export const SWEEP_RECORD = 'sweep.json';
