import type { ChannelSpec } from '../scenario.js';

/** A demon's payload and host as the checks of its mechanism need them; null where one is at fault. */
export interface Carriers {
  readonly payload: ChannelSpec | null;
  readonly host: ChannelSpec | null;
}
