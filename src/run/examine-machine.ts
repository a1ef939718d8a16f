import { createRequire } from 'node:module';
import { freemem } from 'node:os';
import { onPath } from '../base/on-path.js';
import { kernelObstacle } from '../simulate/wasm/kernel.js';
import { thisMachine } from '../store/machine.js';

export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly usable: boolean;
  /** How to get what is missing; empty where nothing is. */
  readonly advice: string;
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** What `scarce doctor` reports: only what was looked at just now. */
export async function examineMachine(): Promise<Finding[]> {
  const machine = thisMachine();
  const obstacle = kernelObstacle();
  const slurm = onPath('sbatch');
  const tfjs = isInstalled('@tensorflow/tfjs-node-gpu');
  return [
    finding('Node', `${process.version} on ${machine.platform} ${machine.arch}`),
    finding('cores', `${machine.cores} (${machine.cpu})`),
    finding('memory', `${gibibytes(machine.memoryBytes)}, ${gibibytes(freemem())} free`),
    await examineDuckDb(),
    finding(
      'evaluators',
      `${obstacle === null ? 'wasm (the default), ' : ''}reference (bit-parallel), plain (one sample at a time), exact (no samples)`,
    ),
    {
      what: 'WebAssembly SIMD',
      found: obstacle === null ? 'available, with shared memory' : `missing: ${obstacle}`,
      usable: obstacle === null,
      advice: obstacle === null ? '' : 'runs fall back to the evaluator reference, which is several times slower',
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
