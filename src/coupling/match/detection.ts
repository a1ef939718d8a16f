/** How well "open inside" says "informative outside", over pairs. */
export interface Detection {
  /** Pairs open inside, informative outside, and both. */
  readonly open: number;
  readonly informative: number;
  readonly both: number;
  /** Share of the open pairs that are informative; null where none is open. By chance it is informative / pairs. */
  readonly precision: number | null;
  /** Share of the informative pairs that are open; null where none is informative. */
  readonly recall: number | null;
}

/** @param open `[pair]` @param informative `[pair]` */
export function detection(open: readonly boolean[], informative: readonly boolean[]): Detection {
  const count = (flags: readonly boolean[]): number => flags.filter(Boolean).length;
  const [opened, told] = [count(open), count(informative)];
  const both = count(open.map((flag, pair) => flag && informative[pair]!));
  return {
    open: opened,
    informative: told,
    both,
    precision: opened === 0 ? null : both / opened,
    recall: told === 0 ? null : both / told,
  };
}
