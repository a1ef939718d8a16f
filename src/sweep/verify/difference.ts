/** Something stored that is not what its manifest says. */
export interface Difference {
  /** Id of the run; null where a file of many is damaged. */
  readonly id: string | null;
  /** Where the run would lie below the sweep's directory, or the file. */
  readonly place: string;
  /** Table, as queries call it, or `manifest.json`. */
  readonly table: string;
  readonly reason: string;
}
