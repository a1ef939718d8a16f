import { createRequire } from 'node:module';
import { freemem } from 'node:os';
import { onPath } from '../base/on-path.js';
import { thisMachine } from '../store/machine.js';

export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly usable: boolean;
  /** How to get what is missing; empty where nothing is. */
  readonly advice: string;
}

/** A global of Node that its type declarations leave to the browser's. */
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

/** A module of one function that uses a v128 constant: valid only where WebAssembly SIMD is. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** What `scarce doctor` reports: only what was looked at just now. */
export async function examineMachine(): Promise<Finding[]> {
  const machine = thisMachine();
  const simd = WebAssembly.validate(SIMD_PROBE);
  const slurm = onPath('sbatch');
  const tfjs = isInstalled('@tensorflow/tfjs-node-gpu');
  return [
    finding('Node', `${process.version} on ${machine.platform} ${machine.arch}`),
    finding('cores', `${machine.cores} (${machine.cpu})`),
    finding('memory', `${gibibytes(machine.memoryBytes)}, ${gibibytes(freemem())} free`),
    await examineDuckDb(),
    finding('evaluators', 'reference (bit-parallel), plain (one sample at a time)'),
    {
      what: 'WebAssembly SIMD',
      found: simd ? 'available' : 'missing',
      usable: simd,
      advice: 'nothing here uses it yet: the SIMD evaluator is not built',
    },
    {
      what: 'GPU',
      found: `not looked for; @tensorflow/tfjs-node-gpu is ${tfjs ? '' : 'not '}installed`,
      usable: false,
      advice: 'nothing here uses it yet: GPU evaluation is not built',
    },
    {
      what: 'Slurm',
      found: slurm === null ? 'sbatch is not on the PATH' : slurm,
      usable: slurm !== null,
      advice: 'nothing here uses it yet: sweeps are not built',
    },
  ];
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

function isInstalled(packageName: string): boolean {
  try {
    createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    return true;
  } catch {
    return false;
  }
}
