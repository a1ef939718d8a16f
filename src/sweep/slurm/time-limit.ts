/** How long before the time limit a task is told to stop, s, where the limit leaves room for it: time for a checkpoint. */
const WARNING_SECONDS = 120;

/**
 * Seconds that a time limit of Slurm means: minutes, minutes:seconds, hours:minutes:seconds, days-hours,
 * days-hours:minutes or days-hours:minutes:seconds (man sbatch, --time).
 *
 * @returns null where it is written in no such way, and for 0, which means no limit
 */
export function timeLimitSeconds(limit: string): number | null {
  const [, days, clock] = /^(?:(\d+)-)?(\d+(?::\d+){0,2})$/.exec(limit) ?? [];
  if (clock === undefined) return null;
  const parts = clock.split(':').map(Number);
  // After days the first number is hours; without them it is minutes, unless there are three.
  const [hours = 0, minutes = 0, seconds = 0] = days !== undefined || parts.length === 3 ? parts : [0, ...parts];
  return ((Number(days ?? 0) * 24 + hours) * 60 + minutes) * 60 + seconds || null;
}

/**
 * How long before its time limit a task is stopped, s: two minutes, or a quarter of a limit shorter than eight. (Slurm may
 * send the signal up to a minute earlier still.)
 */
export function warningSeconds(limit: string | null): number {
  const seconds = limit === null ? null : timeLimitSeconds(limit);
  return seconds === null ? WARNING_SECONDS : Math.max(1, Math.min(WARNING_SECONDS, Math.floor(seconds / 4)));
}
