/** Workgroups of a dispatch in two of its dimensions. */
export interface Grid {
  readonly across: number;
  readonly down: number;
}

/**
 * As many workgroups as asked for, or a few more: fewer than there are rows. Rows are alike in length rather than full but
 * for the last, since a workgroup too many does the work of another once again.
 *
 * @param most workgroups that one dimension of a dispatch holds
 */
export function gridOf(groups: number, most: number): Grid {
  const down = Math.ceil(groups / most);
  return { across: Math.ceil(groups / down), down };
}
