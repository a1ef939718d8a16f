import { sortedKeys } from '../base/order.js';
import type { DemonSpec, Scenario } from '../scenario/scenario.js';
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

/** A demon in a context: its presence is a trait of every individual. */
export interface FollowedDemon {
  readonly context: Context;
  readonly name: string;
  readonly demon: DemonSpec;
  /** Index of its payload in this context among the {@link followedChannels}. */
  readonly payload: number;
}

/** Every demon in the first context, then in the next, in code-point order of their names. */
export function followedDemons({ demons }: Scenario, { contexts, channels }: System): FollowedDemon[] {
  return contexts.flatMap((context, contextIndex) =>
    sortedKeys(demons).map((name) => {
      const demon = demons[name]!;
      const payload = channels.findIndex((channel) => channel.name === demon.payload);
      return { context, name, demon, payload: contextIndex * channels.length + payload };
    }),
  );
}
