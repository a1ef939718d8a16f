/** A count with its noun: `1 run`, `2 runs`. */
export function nounOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
