import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onPath } from '../../src/base/on-path.js';

const SCRIPT = fileURLToPath(new URL('cluster.sh', import.meta.url));

/** Why no cluster can be started on this machine; null if one can. */
export function clusterObstacle(): string | null {
  if (process.platform !== 'linux') return `Slurm's daemons need Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'its daemons are started by root only';
  const paths = ['/usr/sbin', '/sbin'].map((folder) => `:${folder}`).join('');
  const found = spawnSync('bash', ['-c', 'command -v munged slurmctld slurmd sbatch | wc -l'], {
    env: { ...process.env, PATH: process.env.PATH + paths },
    encoding: 'utf8',
  }).stdout.trim();
  return found === '4' && onPath('sbatch') !== null ? null : 'Slurm is not installed: apt-get install slurm-wlm munge';
}

/** After a launch that failed a task is held back until somebody releases it. */
const isHeld = (task: string): boolean => /held/i.test(task);

/** A cluster of two nodes, node 1 and node 2, that test/slurm/cluster.sh started in a folder of its own. */
export interface Cluster {
  /** For commands that are to speak to it. */
  readonly environment: NodeJS.ProcessEnv;
  /** One of the script's actions on it. */
  act(action: string, ...words: string[]): void;
  /** What one of Slurm's commands prints; null where it fails, for instance since the controller is away. */
  ask(command: string, ...words: string[]): string | null;
  /** Array tasks that run now, as `<job>_<task>`. */
  running(): string[];
  /** Tasks that run or will run by themselves; null where nobody can tell. */
  queued(): number | null;
  /** What whoever looks after a cluster does: lets drained nodes in again, and cancels tasks that Slurm holds back. */
  repair(): void;
  /** Processes of node that run for its jobs now. */
  programs(): number[];
  stop(): void;
}

/** @param settings environment of the script: SCARCE_CLUSTER_… */
export function startCluster(settings: Record<string, string> = {}): Cluster {
  const started = execFileSync(SCRIPT, ['start'], { env: { ...process.env, ...settings }, encoding: 'utf8' });
  const configuration = /^export SLURM_CONF=(.+)$/m.exec(started)![1]!;
  const folder = configuration.replace(/\/slurm\.conf$/, '');
  const environment = { ...process.env, SLURM_CONF: configuration };
  const ask = (command: string, ...words: string[]): string | null => {
    const { status, stdout } = spawnSync(command, words, { env: environment, encoding: 'utf8', timeout: 20_000 });
    return status === 0 ? stdout : null;
  };
  const lines = (text: string | null): string[] => text?.split('\n').filter(Boolean) ?? [];
  return {
    environment,
    ask,
    act: (action, ...words) =>
      void execFileSync(SCRIPT, [action, folder, ...words], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] }),
    running: () => lines(ask('squeue', '--noheader', '--array', '--states=RUNNING', '--format=%i')),
    queued() {
      const answer = ask('squeue', '--noheader', '--array', '--format=%i %r');
      return answer === null ? null : lines(answer).filter((line) => !isHeld(line)).length;
    },
    repair() {
      for (const line of lines(ask('squeue', '--noheader', '--array', '--format=%i %r')).filter(isHeld)) {
        ask('scancel', line.split(' ')[0]!);
      }
      for (const line of lines(ask('sinfo', '--noheader', '--Node', '--format=%N %T')).filter((line) =>
        /drain/.test(line),
      )) {
        ask('scontrol', 'update', `nodename=${line.split(' ')[0]}`, 'state=resume');
      }
    },
    programs: () =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && isProgram(name))
        .map(Number),
    stop: () => void execFileSync(SCRIPT, ['stop', folder], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] }),
  };

  function isProgram(id: string): boolean {
    try {
      const variables = readFileSync(`/proc/${id}/environ`, 'latin1').split('\0');
      return (
        variables.includes(`SLURM_CONF=${configuration}`) &&
        variables.includes('SLURM_CLUSTER_NAME=scarce') &&
        readFileSync(`/proc/${id}/cmdline`, 'latin1').includes('main.js\0sweep\0')
      );
    } catch {
      // It has ended, or is not ours.
      return false;
    }
  }
}
