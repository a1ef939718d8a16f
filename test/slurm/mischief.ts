import type { Cluster } from './cluster.js';

/** What is done to a cluster at random moments while it computes. */
export const MISCHIEF = {
  'SIGKILL of a process that computes a run': (cluster: Cluster, draw: Draw, holders: Holders) => {
    const programs = new Set(cluster.programs());
    return kill(draw(holders().filter((id) => programs.has(id))));
  },
  'SIGKILL of the batch step': (cluster: Cluster, draw: Draw) =>
    told(cluster, draw(cluster.running()), 'scancel', '--signal=KILL', '--batch'),
  'SIGTERM to the script, as before a time limit': (cluster: Cluster, draw: Draw) =>
    told(cluster, draw(cluster.running()), 'scancel', '--signal=TERM', '--batch'),
  'scontrol requeue': (cluster: Cluster, draw: Draw) => told(cluster, draw(cluster.running()), 'scontrol', 'requeue'),
  'SIGKILL of a slurmd, started again': (cluster: Cluster, draw: Draw) => {
    const node = draw(['1', '2'])!;
    cluster.act('kill-node', node);
    return () => cluster.act('start-node', node);
  },
  'loss of a node with all that runs there, started again': (cluster: Cluster, draw: Draw) => {
    const node = draw(['1', '2'])!;
    cluster.act('lose-node', node);
    return () => cluster.act('start-node', node);
  },
  'restart of slurmctld': (cluster: Cluster) => {
    cluster.act('restart-controller');
    return true;
  },
  'SIGKILL of slurmctld, started again': (cluster: Cluster) => {
    cluster.act('restart-controller', 'KILL');
    return true;
  },
} satisfies Record<string, (cluster: Cluster, draw: Draw, holders: Holders) => Done>;

export type Kind = keyof typeof MISCHIEF;

/** False where there was nothing to do it to; a function where something is to be set right some seconds later. */
export type Done = boolean | (() => void);

/** One of several, at random; undefined of none. */
export type Draw = <T>(of: readonly T[]) => T | undefined;

/** Processes that are in the middle of a run, as the leases' files tell. */
export type Holders = () => number[];

/** Something to be done, so many seconds after what was done before. */
export interface Step {
  readonly kind: Kind;
  readonly after: number;
}

/** Each kind so often in a random order, but each once before any comes a second time. */
export function planMischief(times: Readonly<Record<Kind, number>>, random: () => number, meanSeconds: number): Step[] {
  const left = { ...times };
  const steps: Step[] = [];
  for (;;) {
    const round = (Object.keys(left) as Kind[]).filter((kind) => left[kind] > 0);
    if (round.length === 0) return steps;
    while (round.length > 0) {
      const [kind] = round.splice(Math.floor(random() * round.length), 1);
      left[kind!]--;
      steps.push({ kind: kind!, after: meanSeconds * (0.5 + random()) });
    }
  }
}

/** Equally likely numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function kill(process_: number | undefined): boolean {
  if (process_ === undefined) return false;
  try {
    process.kill(process_, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

function told(cluster: Cluster, task: string | undefined, command: string, ...words: string[]): boolean {
  return task !== undefined && cluster.ask(command, ...words, task) !== null;
}
