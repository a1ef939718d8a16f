import type { Stream } from '../../base/streams.js';

/**
 * Who each particle is a copy of, `Int32Array [particle]`: survivors stay as they are, and the places of the others are
 * dealt out evenly: each survivor fills ⌊places / survivors⌋ of them, and the places left over go to different survivors,
 * drawn without replacement. So all survivors have the same expected number of copies, as under a multinomial draw (and
 * the product of fractions is as little biased), but no copies more or less than another by luck: the spread of the
 * estimate is then that of the fractions alone, which is what its standard error states.
 *
 * @param survivors ascending indices of particles, at least one
 */
export function resample(survivors: Int32Array, particles: number, stream: Stream): Int32Array {
  const origin = new Int32Array(particles).fill(-1);
  for (const survivor of survivors) origin[survivor] = survivor;
  const deck = survivors.slice();
  let turn = 0;
  for (let place = 0; place < particles; place++) {
    if (origin[place] !== -1) continue;
    // One card more of a Fisher–Yates shuffle; a deck that is used up is shuffled again.
    const drawn = turn + stream.nextBelow(deck.length - turn);
    origin[place] = deck[drawn]!;
    deck[drawn] = deck[turn]!;
    deck[turn] = origin[place]!;
    turn = (turn + 1) % deck.length;
  }
  return origin;
}
