import { spawnSync } from 'node:child_process';
import { DeviceError } from '../../base/errors.js';

/** What a sweep must know of the cluster's configuration. */
export interface ClusterConfiguration {
  /** A job that ends with this status is started again by the cluster. */
  requeues: (status: number) => boolean;
  /** Tasks that an array numbered from 1 can have; null if unknown. */
  readonly mostTasks: number | null;
}

/** An unreachable controller is tried for so long, ms. */
const PATIENCE_MS = 120_000;

/** What a command of Slurm answered. */
export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  /** What it said on stderr, or why it could not be started. */
  readonly complaint: string;
}

export function ask(command: string, words: readonly string[]): Answer {
  const { status, stdout, stderr, error } = spawnSync(command, words, { encoding: 'utf8', timeout: PATIENCE_MS });
  const complaint = error === undefined ? stderr.trim() : `${command}: ${error.message}`;
  return { ok: status === 0, stdout: stdout ?? '', complaint };
}

/** What Slurm's commands say when the cluster, and not what it was asked, is the reason. */
const CLUSTER_SILENT =
  /unable to contact|unable to process configuration|connection|timed? ?out|munge|authentication|socket|not responding|DNS|resolve/i;

/** @throws DeviceError if a command's complaint is that the cluster does not answer */
export function checkAnswered(complaint: string): void {
  if (CLUSTER_SILENT.test(complaint)) throw new DeviceError(`the cluster does not answer; Slurm says:\n${complaint}`);
}

/**
 * What the cluster's controller says of its configuration; nothing is known where it may not be asked.
 *
 * @throws DeviceError if it does not answer
 */
export function askConfiguration(): ClusterConfiguration {
  const { ok, stdout, complaint } = ask('scontrol', ['show', 'config']);
  if (!ok) checkAnswered(complaint);
  return readConfiguration(ok ? stdout : '');
}

/** @param text what `scontrol show config` prints: lines `Key = value` */
export function readConfiguration(text: string): ClusterConfiguration {
  const value = (key: string): string => new RegExp(`^${key}\\s*=\\s*(.*?)\\s*$`, 'm').exec(text)?.[1] ?? '';
  const ranges = value('RequeueExit')
    .split(',')
    .flatMap((range) => {
      const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(range.trim()) ?? [];
      return from === undefined ? [] : [[Number(from), Number(to ?? from)] as const];
    });
  const maxArraySize = Number(value('MaxArraySize') || Number.NaN);
  return {
    requeues: (status) => ranges.some(([from, to]) => status >= from && status <= to),
    // MaxArraySize is one more than the highest number of a task (man slurm.conf).
    mostTasks: Number.isInteger(maxArraySize) ? Math.max(1, maxArraySize - 1) : null,
  };
}
