import type { System } from '../system/system.js';
import type { Arena } from './arena.js';

/**
 * Copies the strength of a channel, over contexts by their weights, to where breeding reads what a drive is toward. The
 * arena's strengths are those of the individuals that are to be parents, by their places before migration, as genomes are.
 */
export function writePayload({ strength, payload }: Arena, { contexts, channels }: System, toward: string): void {
  const individuals = payload.length;
  const channel = channels.findIndex(({ name }) => name === toward);
  payload.fill(0);
  contexts.forEach(({ weight }, context) => {
    const from = (context * channels.length + channel) * individuals;
    for (let i = 0; i < individuals; i++) payload[i]! += weight * strength[from + i]!;
  });
}
