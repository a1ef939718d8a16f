import { type Accounts, TERMS, type Term } from '../accounts.js';

/** The four terms of a trait's ledger, by the names of the columns. */
export function ledgerCells({ terms }: Accounts, trait: number, island: number, islands: number): Record<Term, number> {
  const place = trait * islands + island;
  return Object.fromEntries(TERMS.map((term) => [term, terms[term][place]!])) as Record<Term, number>;
}
