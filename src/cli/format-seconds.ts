/** A time as people say it. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(0)} min`;
  if (seconds < 200_000) return `${(seconds / 3600).toFixed(0)} h`;
  return `${(seconds / 86_400).toPrecision(3)} days`;
}
