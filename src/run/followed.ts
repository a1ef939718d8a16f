import type { Channel, Context, System } from '../system/system.js';

/** A channel in a context: a trait of every individual. */
export interface FollowedChannel {
  readonly context: Context;
  readonly contextIndex: number;
  readonly channel: Channel;
}

/** Every channel in the first context, then in the next: the order of traits in the arena, the accounts and the rows. */
export function followedChannels({ contexts, channels }: System): FollowedChannel[] {
  return contexts.flatMap((context, contextIndex) => channels.map((channel) => ({ context, contextIndex, channel })));
}
