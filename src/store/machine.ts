import { cpus, totalmem } from 'node:os';
import type { Machine } from './manifest.js';

/** This machine, as a manifest records it. */
export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? '',
    cores: processors.length,
    memoryBytes: totalmem(),
    platform: process.platform,
    arch: process.arch,
  };
}
