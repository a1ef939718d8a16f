import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onPath } from '../base/on-path.js';
import type { Finding } from './finding.js';

/** A cluster that has not answered by then is said not to, ms. */
const PATIENCE_MS = 10_000;

/** What was seen of Slurm. */
export interface SlurmSeen {
  /** Path of sbatch; null if nowhere. */
  readonly sbatch: string | null;
  /** As sbatch says, e.g. `slurm-wlm 22.05.8`; empty where it says nothing without a configuration. */
  readonly version: string;
  /** Nodes of a cluster that answers, e.g. `2 idle`; null if none does. */
  readonly nodes: string | null;
  /** Why none does; empty if one does. */
  readonly obstacle: string;
}

/** Looks for Slurm's commands and asks the cluster that they belong to for its nodes. */
export async function examineSlurm(): Promise<Finding> {
  const sbatch = onPath('sbatch');
  if (sbatch === null) return slurmFinding({ sbatch, version: '', nodes: null, obstacle: '' });
  const [version, nodes] = await Promise.all([
    answer(sbatch, ['--version']),
    answer('sinfo', ['--noheader', '--format=%D %T']),
  ]);
  return slurmFinding({
    sbatch,
    version: version.said,
    nodes: nodes.obstacle === '' ? [...new Set(nodes.said.split('\n'))].join(', ') : null,
    obstacle: nodes.obstacle,
  });
}

/** What it means for sweeps. */
export function slurmFinding({ sbatch, version, nodes, obstacle }: SlurmSeen): Finding {
  if (sbatch === null) {
    return {
      what: 'Slurm',
      found: 'sbatch is not on the PATH',
      usable: false,
      advice: 'sweeps use --local here, or --shard under another scheduler (docs/cluster.md)',
    };
  }
  const found = version === '' ? `${sbatch}, ` : `${version} (${sbatch}), `;
  if (nodes === null) {
    return {
      what: 'Slurm',
      found: `${found}no cluster answers: ${obstacle}`,
      usable: false,
      advice:
        'SLURM_CONF names the configuration of a cluster; test/slurm/cluster.sh starts a small one on this machine',
    };
  }
  return { what: 'Slurm', found: `${found}nodes: ${nodes || 'none'}`, usable: true, advice: '' };
}

async function answer(command: string, words: readonly string[]): Promise<{ said: string; obstacle: string }> {
  try {
    const { stdout } = await promisify(execFile)(command, words, { timeout: PATIENCE_MS });
    return { said: stdout.trim(), obstacle: '' };
  } catch (error) {
    const { killed, stderr, message } = error as Error & { killed?: boolean; stderr?: string };
    const last = stderr?.trim().split('\n').at(-1);
    return { said: '', obstacle: killed ? `no answer in ${PATIENCE_MS / 1000} s` : last || message };
  }
}
