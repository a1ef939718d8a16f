import { appendRow, type Table } from '../../base/table.js';
import { pairwiseInformation } from '../../system/environment/pairwise-information.js';
import type { Environment } from '../../system/system.js';

/** Beyond this many elements the matrix is left out: its rows grow with the square, the work with the cube. */
export const MOST_ELEMENTS = 128;

/** Appends the exact information between every two elements, each pair once, in the elements' order. */
export function appendEnvironment(table: Table, environment: Environment): void {
  if (environment.elements.length > MOST_ELEMENTS) return;
  const { elements, bits } = pairwiseInformation(environment);
  elements.forEach((first, i) => {
    elements.slice(i).forEach((second, j) => {
      appendRow(table, { first, second, bits: bits[i]![i + j]! });
    });
  });
}
