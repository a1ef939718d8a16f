import { freemem } from 'node:os';
import { kernelObstacle } from '../simulate/wasm/kernel.js';
import { thisMachine } from '../store/machine.js';
import { examineDevices } from './examine-devices.js';
import { examineSlurm } from './examine-slurm.js';
import type { Finding } from './finding.js';
import { gibibytes, type UsableMemory, usableMemory } from './machine-memory.js';

/** What `scarce doctor` reports: only what was looked at just now. */
export async function examineMachine(): Promise<Finding[]> {
  const machine = thisMachine();
  const obstacle = kernelObstacle();
  const [devices, slurm] = await Promise.all([examineDevices(), examineSlurm()]);
  return [
    finding('Node', `${process.version} on ${machine.platform} ${machine.arch}`),
    finding('cores', `${machine.cores} (${machine.cpu})`),
    finding('memory', memoryInWords(machine.memoryBytes, freemem(), usableMemory())),
    await examineDuckDb(),
    finding(
      'evaluators',
      `${obstacle === null ? 'wasm (the default), ' : ''}reference (bit-parallel), plain (one sample at a time), exact (no samples); on a device: tfjs, gpu; auto takes a real GPU where it pays`,
    ),
    {
      what: 'WebAssembly SIMD',
      found: obstacle === null ? 'available, with shared memory' : `missing: ${obstacle}`,
      usable: obstacle === null,
      advice: obstacle === null ? '' : 'runs fall back to the evaluator reference, which is several times slower',
    },
    ...devices,
    slurm,
  ];
}

/** What a process may use comes first: it may be less than the machine has. */
export function memoryInWords(total: number, free: number, { bytes, isConstrained }: UsableMemory): string {
  const machine = `${gibibytes(total)}, ${gibibytes(free)} free`;
  return isConstrained ? `${gibibytes(bytes)} (the limit of the control group; the machine has ${machine})` : machine;
}

function finding(what: string, found: string): Finding {
  return { what, found, usable: true, advice: '' };
}

async function examineDuckDb(): Promise<Finding> {
  try {
    const { version } = await import('@duckdb/node-api');
    return finding('DuckDB', `${version()} (tables and queries)`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      what: 'DuckDB',
      found: `cannot be loaded: ${reason}`,
      usable: false,
      advice:
        'runs need it to write their tables: install again with npm ci, on a platform that @duckdb/node-api supports',
    };
  }
}
