/** Number of tables of K neighbours, 2^(2^K). */
export function tableCount(neighbourCount: number): number {
  return 2 ** (1 << neighbourCount);
}

/** The table with every output 1, which is also the mask of a table's bits: 2^K low bits, unsigned. */
export function allOnes(neighbourCount: number): number {
  return tableCount(neighbourCount) - 1;
}

/** How many outputs of a table are 1, 0 to 32. */
export function countOnes(table: number): number {
  let ones = 0;
  for (let rest = table >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) ones++;
  return ones;
}

/** The table of state(neighbour j): bit i is bit j of i. */
export function copyTable(input: number, neighbourCount: number): number {
  // For five neighbours; of fewer the table is its low bits.
  const copies = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];
  return (copies[input]! & allOnes(neighbourCount)) >>> 0;
}

/** Outputs that change where neighbour j is flipped: bit i is T(i) xor T(i with bit j flipped). */
export function changeUnderFlip(table: number, input: number, neighbourCount: number): number {
  const ones = copyTable(input, neighbourCount);
  const shift = 1 << input;
  const flipped = ((table & ones) >>> shift) | ((table << shift) & ones);
  return (table ^ flipped) >>> 0;
}
