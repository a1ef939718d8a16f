import { describe, expect, it } from 'vitest';
import { gateTable } from '../../src/scenario/gate-table.js';
import type { GateSpec } from '../../src/scenario/scenario.js';

const bits = (table: number, neighbourCount: number): number[] =>
  Array.from({ length: 2 ** neighbourCount }, (_, index) => Math.floor(table / 2 ** index) % 2);

describe('gateTable', () => {
  it('gives the known tables of two neighbours, index = first + 2 second', () => {
    expect(gateTable({ kind: 'copy', input: 0 }, 2)).toBe(0b1010);
    expect(gateTable({ kind: 'copy', input: 1 }, 2)).toBe(0b1100);
    expect(gateTable({ kind: 'not', input: 1 }, 2)).toBe(0b0011);
    expect(gateTable({ kind: 'and', inputs: [0, 1] }, 2)).toBe(0b1000);
    expect(gateTable({ kind: 'or', inputs: [0, 1] }, 2)).toBe(0b1110);
    expect(gateTable({ kind: 'xor', inputs: [0, 1] }, 2)).toBe(0b0110);
    expect(gateTable({ kind: 'constant', value: 1 }, 2)).toBe(0b1111);
    expect(gateTable({ kind: 'constant', value: 0 }, 2)).toBe(0);
    expect(gateTable({ kind: 'table', table: 0b1101 }, 2)).toBe(0b1101);
  });

  it('gives the majority of three as 0b11101000 and lets a tie of two lose', () => {
    expect(gateTable({ kind: 'majority', inputs: [0, 1, 2] }, 3)).toBe(0b11101000);
    expect(gateTable({ kind: 'majority', inputs: [0, 1] }, 2)).toBe(0b1000);
  });

  it('ignores neighbours that are not inputs', () => {
    expect(gateTable({ kind: 'xor', inputs: [0, 2] }, 3)).toBe(0b01011010);
    expect(gateTable({ kind: 'majority', inputs: [2] }, 3)).toBe(0b11110000);
  });

  it('gives tables of five neighbours as unsigned integers', () => {
    expect(gateTable({ kind: 'constant', value: 1 }, 5)).toBe(0xffffffff);
    expect(gateTable({ kind: 'and', inputs: [0, 1, 2, 3, 4] }, 5)).toBe(0x80000000);
    expect(gateTable({ kind: 'copy', input: 4 }, 5)).toBe(0xffff0000);
    expect(gateTable({ kind: 'table', table: 0xdeadbeef }, 5)).toBe(0xdeadbeef);
  });

  it('agrees with counting ones for every gate over every set of inputs, K = 1 to 5', () => {
    for (let neighbourCount = 1; neighbourCount <= 5; neighbourCount++) {
      for (let chosen = 1; chosen < 2 ** neighbourCount; chosen++) {
        const inputs = [0, 1, 2, 3, 4].filter((j) => Math.floor(chosen / 2 ** j) % 2 === 1);
        const expected: Record<'and' | 'or' | 'xor' | 'majority', (ones: number) => boolean> = {
          and: (ones) => ones === inputs.length,
          or: (ones) => ones > 0,
          xor: (ones) => ones % 2 === 1,
          majority: (ones) => ones > inputs.length / 2,
        };
        for (const kind of ['and', 'or', 'xor', 'majority'] as const) {
          const gate: GateSpec = { kind, inputs };
          const outputs = bits(gateTable(gate, neighbourCount), neighbourCount);
          outputs.forEach((output, index) => {
            const ones = inputs.filter((j) => Math.floor(index / 2 ** j) % 2 === 1).length;
            expect(output, `${kind} ${inputs} of ${index}`).toBe(expected[kind](ones) ? 1 : 0);
          });
        }
      }
      for (let input = 0; input < neighbourCount; input++) {
        const copied = bits(gateTable({ kind: 'copy', input }, neighbourCount), neighbourCount);
        const negated = bits(gateTable({ kind: 'not', input }, neighbourCount), neighbourCount);
        copied.forEach((output, index) => {
          expect(output).toBe(Math.floor(index / 2 ** input) % 2);
          expect(negated[index]).toBe(1 - output);
        });
      }
    }
  });
});
