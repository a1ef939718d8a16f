import type { System } from '../system/system.js';

/** What a rewarded channel is paid for before its reward, over all contexts by their weights or in one of them. */
export interface KeptScore {
  /** As the table of scores has it: the channel's name, followed by `@` and the context's where it is of one. */
  readonly name: string;
  readonly channel: number;
  /** Null: all of them. */
  readonly context: number | null;
}

/**
 * Scores that are kept apart from fitness: of each rewarded channel where they are several, and of each in each context
 * where there are several of these. Where there is one of both, its reward is all that stands between score and fitness.
 */
export function keptScores({ channels, contexts }: System): KeptScore[] {
  const rewarded = channels.flatMap(({ name, reward }, channel) => (reward === null ? [] : [{ name, channel }]));
  const overall = rewarded.length > 1 ? rewarded.map((score) => ({ ...score, context: null })) : [];
  if (contexts.length === 1) return overall;
  const each = contexts.flatMap(({ name: contextName }, context) =>
    rewarded.map(({ name, channel }) => ({ name: scoreName(name, contextName), channel, context })),
  );
  return [...overall, ...each];
}

/** The name of a channel's score in one of several contexts. */
export const scoreName = (channel: string, context: string): string => `${channel}@${context}`;
