import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { onPath } from '../../base/on-path.js';
import type { Missing } from '../report.js';

/** A GPU as nvidia-smi describes it. */
export interface NvidiaGpu {
  readonly name: string;
  /** Highest clock of the multiprocessors, Hz. */
  readonly clock: number;
}

/**
 * Multiprocessors by name, from NVIDIA's architecture whitepapers (H100, 2022: SXM5 132, PCIe 114; A100, 2020: 108; V100,
 * 2017: 80; Turing, 2018: T4 40). The H200 is the H100 SXM5's chip with other memory.
 */
const MULTIPROCESSORS: readonly (readonly [RegExp, number])[] = [
  [/\bH100 PCIe\b/i, 114],
  [/\bH100\b(?!.*NVL)/i, 132],
  [/\bH200\b/i, 132],
  [/\bA100\b/i, 108],
  [/\bV100\b/i, 80],
  [/\bT4\b/i, 40],
];

/**
 * 32-bit logical operations that a multiprocessor of all of these begins in a clock (CUDA C++ Programming Guide,
 * "Throughput of Native Arithmetic Instructions"); its instruction lop3 selects between two words in one.
 */
const LANES = 64;

export function multiprocessorsOf(name: string): number | null {
  return MULTIPROCESSORS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Reads the lines of `nvidia-smi --query-gpu=name,clocks.max.sm --format=csv,noheader,nounits`. */
export function parseNvidia(text: string): NvidiaGpu[] {
  return text.split('\n').flatMap((line) => {
    const comma = line.lastIndexOf(',');
    const megahertz = Number(line.slice(comma + 1));
    if (comma === -1 || !(megahertz > 0)) return [];
    return [{ name: line.slice(0, comma).trim(), clock: megahertz * 1e6 }];
  });
}

/** The GPUs that nvidia-smi finds; none where it is not there or fails. */
function nvidiaGpus(): NvidiaGpu[] {
  if (onPath('nvidia-smi') === null) return [];
  try {
    const words = ['--query-gpu=name,clocks.max.sm', '--format=csv,noheader,nounits'];
    return parseNvidia(execFileSync('nvidia-smi', words, { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 }));
  } catch {
    return [];
  }
}

/** Letters and digits of a name: drivers spell names with blanks or with dashes. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Integer operations a second of the GPU that an adapter's description names, by what its maker says.
 *
 * @returns with where it comes from, or why there is none
 */
export function quotedIntegerRate(
  adapter: string,
  gpus: readonly NvidiaGpu[] = nvidiaGpus(),
): { readonly quoted: number | Missing; readonly source: string } {
  const missing = (reason: string) => ({ quoted: { missing: reason }, source: '' });
  const gpu = gpus.find(({ name }) => plain(adapter).includes(plain(name)));
  if (gpu === undefined) return missing('nvidia-smi does not name this adapter');
  const multiprocessors = multiprocessorsOf(gpu.name);
  if (multiprocessors === null) return missing(`the number of multiprocessors of ${gpu.name} is not in the table`);
  return {
    quoted: multiprocessors * LANES * gpu.clock,
    source: `${gpu.name}: ${multiprocessors} multiprocessors × ${LANES} lanes × ${(gpu.clock / 1e9).toFixed(3)} GHz (clocks.max.sm)`,
  };
}

/** Clock of the multiprocessors now, Hz; null where nvidia-smi is not there. A GPU that idles takes long to reach its highest. */
export async function clockNow(): Promise<number | null> {
  if (onPath('nvidia-smi') === null) return null;
  try {
    const words = ['--query-gpu=clocks.sm', '--format=csv,noheader,nounits'];
    const { stdout } = await promisify(execFile)('nvidia-smi', words, { timeout: 20_000 });
    const megahertz = Number(stdout.split('\n')[0]);
    return megahertz > 0 ? megahertz * 1e6 : null;
  } catch {
    return null;
  }
}
