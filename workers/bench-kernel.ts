import { workerData } from 'piscina';
import type { KernelTask, KernelThreadData } from '../src/bench/threads/kernel-threads.js';
import { prepare } from '../src/bench/variants.js';

const { variant, work } = workerData as KernelThreadData;
const prepared = prepare(variant, work);

/** Piscina entry point of the benchmark: evaluates genotypes of a shared work and sends nothing back. */
export default function kernel({ first, count, times }: KernelTask): void {
  prepared.run(times, first, count);
}
