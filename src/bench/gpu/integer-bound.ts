/**
 * Unit-sample updates a second that a rate of integer operations allows: a table of K inputs is 2^K − 1 selections
 * between two words, each one operation for 32 samples, and nothing else counts.
 */
export function updatesBound(operationsPerSecond: number, neighbours: number): number {
  return (operationsPerSecond * 32) / (2 ** neighbours - 1);
}
