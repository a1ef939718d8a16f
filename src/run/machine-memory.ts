import { totalmem } from 'node:os';

/** The memory that a process may use. */
export interface UsableMemory {
  readonly bytes: number;
  /** Whether a control group (of a container, or of a cluster's job) allows less than the machine has. */
  readonly isConstrained: boolean;
}

let known: UsableMemory | undefined;

/** The memory that this process may use, looked at once: that takes a while, and is asked for before every run. */
export function usableMemory(): UsableMemory {
  return (known ??= lesserMemory(totalmem(), process.constrainedMemory()));
}

/**
 * The memory of a machine, or what a control group allows where that is less.
 *
 * @param constrained as Node says it: undefined or 0 where it knows of no limit, more than there is where none is set
 */
export function lesserMemory(total: number, constrained: number | undefined): UsableMemory {
  const isConstrained = constrained !== undefined && constrained > 0 && constrained < total;
  return { bytes: isConstrained ? constrained : total, isConstrained };
}

export const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/**
 * Why work that needs so much memory cannot be done here, to follow its name; null where it can.
 *
 * @param sharing runs that this process does at once, each of which may use as much
 */
export function memoryObstacle(needed: number, sharing: number, usable = usableMemory()): string | null {
  if (needed * sharing <= usable.bytes) return null;
  const each =
    sharing === 1 ? '' : `, of which ${sharing} runs at once can use ${gibibytes(usable.bytes / sharing)} each`;
  const whose = usable.isConstrained ? 'its control group allows this process' : 'this machine has';
  return `needs about ${gibibytes(needed)} of memory; ${whose} ${gibibytes(usable.bytes)}${each}`;
}
