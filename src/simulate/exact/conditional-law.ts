/** One genotype of a batch: its loci, and the table that each unit expresses. */
export interface Expressed {
  readonly loci: Uint32Array;
  readonly genotype: number;
  /** `Uint32Array [unit]`. */
  readonly tables: Uint32Array;
}

/**
 * Fills `law`, cell y + (u << sink bits): P(symbol y | the question's environment elements have values u). A change
 * reading's symbol is one bit: 1 where something changed.
 */
export type ConditionalLaw = (expressed: Expressed, law: Float64Array) => void;
