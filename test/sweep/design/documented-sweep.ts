import { readFileSync } from 'node:fs';

/** The example of docs/sweeps.md. */
export function documentedSweep(): string {
  return /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/sweeps.md', 'utf8'))![1]!;
}
