/** One line of what `scarce doctor` reports. */
export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly usable: boolean;
  /** How to get what is missing; empty where nothing is. */
  readonly advice: string;
}
