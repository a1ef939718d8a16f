import type { GateSpec } from './scenario.js';

/** The output of a gate whose neighbours are in these states, `states[j]` that of neighbour j. */
function gateOutput(gate: GateSpec, states: readonly number[], index: number): number {
  switch (gate.kind) {
    case 'copy':
      return states[gate.input]!;
    case 'not':
      return 1 - states[gate.input]!;
    case 'and':
      return gate.inputs.every((input) => states[input] === 1) ? 1 : 0;
    case 'or':
      return gate.inputs.some((input) => states[input] === 1) ? 1 : 0;
    case 'xor':
      return gate.inputs.reduce((parity, input) => parity ^ states[input]!, 0);
    case 'majority':
      return 2 * gate.inputs.reduce((ones, input) => ones + states[input]!, 0) > gate.inputs.length ? 1 : 0;
    case 'constant':
      return gate.value;
    case 'table':
      // 32-bit tables are unsigned: a shift to the right by 0 to 31 and a mask keep every bit.
      return (gate.table >>> index) & 1;
  }
}

/**
 * The truth table of a fixed unit: bit i is its output for index i = Σ_j state(neighbour j) << j; 2^K bits in the low
 * bits of an unsigned 32-bit integer. A majority is strict: a tie gives 0.
 *
 * @param neighbourCount K, 1 to 5
 */
export function gateTable(gate: GateSpec, neighbourCount: number): number {
  let table = 0;
  for (let index = 0; index < 1 << neighbourCount; index++) {
    const states = Array.from({ length: neighbourCount }, (_, j) => (index >>> j) & 1);
    table |= gateOutput(gate, states, index) << index;
  }
  return table >>> 0;
}
