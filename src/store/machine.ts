import { cpus, totalmem } from 'node:os';
import type { Machine } from './manifest.js';

let known: Machine | undefined;

/** This machine, as a manifest records it; looked at once, since counting the processors takes a while. */
export function thisMachine(): Machine {
  if (known !== undefined) return known;
  const processors = cpus();
  known = {
    cpu: processors[0]?.model.trim() ?? '',
    cores: processors.length,
    memoryBytes: totalmem(),
    platform: process.platform,
    arch: process.arch,
  };
  return known;
}
