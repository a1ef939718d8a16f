/**
 * The mean rank of each value, doubled and centred: `Int32Array [value]`, 2 × rank − (n + 1), ranks from 1 for the smallest,
 * equal values sharing the mean of their places.
 *
 * All are integers that sum to 0, so that sums of their products are exact in any order, and two orders of the same
 * values can be compared without rounding.
 */
export function centredRanks(values: ArrayLike<number>): Int32Array {
  const n = values.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Int32Array(n);
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && values[order[to]!] === values[order[from]!]) to++;
    // Places from + 1 … to: twice their mean is from + 1 + to.
    for (let place = from; place < to; place++) ranks[order[place]!] = from + 1 + to - (n + 1);
    from = to;
  }
  return ranks;
}
