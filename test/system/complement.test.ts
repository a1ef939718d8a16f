import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { lawInformation } from '../../src/information/law-information.js';
import { exactEvaluator } from '../../src/simulate/exact/exact.js';
import { complementTable, unitComplements } from '../../src/system/complement.js';
import { drawGenotype } from '../../src/system/genome.js';
import { systemOf } from './scenario-of.js';

const key = rootKey('complement');

describe('a complemented table', () => {
  it('answers for complemented inputs, with or without a complemented output', () => {
    const stream = new Stream(key, Purpose.prior, 0, 0);
    for (const neighbourCount of [1, 2, 3, 4, 5]) {
      const cells = 1 << neighbourCount;
      for (let inputs = 0; inputs < cells; inputs++) {
        const table = (stream.nextWord() >>> (32 - cells)) >>> 0;
        for (const output of [false, true]) {
          const complemented = complementTable(table, neighbourCount, inputs, output);
          for (let i = 0; i < cells; i++) {
            const answer = (table >>> (i ^ inputs)) & 1;
            expect((complemented >>> i) & 1).toBe(output ? 1 - answer : answer);
          }
          expect(complementTable(complemented, neighbourCount, inputs, output)).toBe(table);
          expect(complemented).toBeLessThan(2 ** cells);
        }
      }
    }
  });
});

describe('a unit that stands for its own complement', () => {
  it('takes its readers along, itself among them, at every input at which they read it', () => {
    // Units in row-major order: 0 and 1 in the row of A, 2 (B) at its end. All read themselves, west and again west.
    const neighbours: [number, number][] = [
      [0, 0],
      [0, -1],
      [0, -1],
    ];
    const system = systemOf({ map: 'A..B', lattice: { neighbours } });
    const complements = unitComplements(system);
    const inOrder = complements.map((changes) => changes.toSorted((a, b) => a.locus - b.locus));
    expect(inOrder).toEqual([
      [
        { locus: 0, inputs: 0b001, output: true },
        { locus: 1, inputs: 0b110, output: false },
      ],
      [
        { locus: 1, inputs: 0b001, output: true },
        { locus: 2, inputs: 0b110, output: false },
      ],
      [{ locus: 2, inputs: 0b001, output: true }],
    ]);
  });

  it('is free, expresses a locus alone, and so do its readers', () => {
    const fixed = systemOf({ map: 'A.g.B', genome: { fixed: { g: { kind: 'copy', input: 0 } } } });
    // The unit before the gate has a fixed reader; the gate itself is fixed; the two behind it are free.
    expect(unitComplements(fixed).map((changes) => changes.map(({ locus }) => locus))).toEqual([[1, 2], [2]]);
    const shared = systemOf({ map: 'Annm.B', genome: { shared: [['n']] } });
    expect(unitComplements(shared).map((changes) => changes.map(({ locus }) => locus))).toEqual([[1, 2], [2, 3], [3]]);
  });

  it('changes no information, with noise and random starts', () => {
    const system = systemOf({
      map: 'A..B\nC..D',
      lattice: {
        neighbours: [
          [0, -1],
          [1, -1],
          [0, 0],
        ],
        noise: 0.03,
        ticks: 4,
      },
      environment: { x: { kind: 'fair', length: null }, z: { kind: 'biased', probability: 0.3 } },
      ports: {
        A: { kind: 'write', variable: 'x' },
        B: { kind: 'read', target: 'x' },
        C: { kind: 'write', variable: 'z' },
        D: { kind: 'read', target: null },
      },
    });
    const readings = system.ports.write.flatMap(({ elements }) =>
      system.ports.read.map(({ units }) => ({ kind: 'joint' as const, source: elements, units, tick: 4 })),
    );
    const exact = exactEvaluator(system, readings);
    const information = (loci: Uint32Array): number[] => {
      const laws = new Float64Array(4 * readings.length);
      exact.evaluate(loci, 0, 1, laws);
      return readings.map((_, r) => lawInformation(laws, 4 * r, 2, 2));
    };
    const complements = unitComplements(system);
    expect(complements).toHaveLength(6);
    const loci = new Uint32Array(system.genome.locusCount);
    for (let individual = 0; individual < 10; individual++) {
      drawGenotype(loci, system.genome, key, individual);
      const before = information(loci);
      for (const changes of complements) {
        for (const { locus, inputs, output } of changes) {
          loci[locus] = complementTable(loci[locus]!, 3, inputs, output);
        }
        // Informations are rounded to 2^-40, so that a relabelling is a tie but for one step of it.
        information(loci).forEach((bits, r) => {
          expect(Math.abs(bits - before[r]!)).toBeLessThanOrEqual(2 ** -40);
        });
      }
    }
  });
});
