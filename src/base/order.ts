/** Code-point order of names, the order in which everything named is processed, addressed and written. */
export function byCodePoint(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The same names in code-point order. */
export function sortedNames(names: readonly string[]): string[] {
  return [...names].sort(byCodePoint);
}

/** The keys of a record in code-point order. */
export function sortedKeys(record: Readonly<Record<string, unknown>>): string[] {
  return sortedNames(Object.keys(record));
}
