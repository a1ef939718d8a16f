import type { KernelProcessData } from '../src/bench/threads/kernel-processes.js';
import { type Prepared, prepare } from '../src/bench/variants.js';
import { workOn } from '../src/bench/work/work.js';
import { drawBlueprint } from '../src/run/engine.js';

let prepared: Prepared | null = null;

/** Entry point of an independent process of the benchmark: first a work, then how often to evaluate it. */
process.on('message', (message: KernelProcessData | number) => {
  if (typeof message === 'number') {
    prepared!.run(message);
  } else {
    const { scenario, loci, generation, variant } = message;
    prepared = prepare(variant, workOn(drawBlueprint(scenario), loci, generation));
  }
  process.send!('done');
});
