import { describe, expect, it } from 'vitest';
import { assignSlots } from '../../src/simulate/program/assign-slots.js';
import { buildProgram } from '../../src/simulate/program/build-program.js';
import { handSystem, held, port } from './hand-system.js';
import { allReadings, randomSystem } from './random-system.js';

describe('assignSlots', () => {
  it('never puts a value where one lies that is still to be read', () => {
    for (let seed = 0; seed < 20; seed++) {
      const system = randomSystem({ seed, unitCount: 9, neighbourCount: 3, ticks: 6, noisy: false, start: 'random' });
      const program = buildProgram(system, allReadings(system));
      const slots = assignSlots(program);
      const memory: unknown[] = [...slots.inputs];
      for (const step of slots.steps) {
        for (const source of step.sources) expect(memory[slots.of.get(source)!]).toBe(source);
        memory[slots.of.get(step)!] = step;
      }
      for (const output of program.outputs) {
        const values = output.kind === 'joint' ? output.bits : output.pairs.flat();
        for (const value of values) expect(memory[slots.of.get(value)!]).toBe(value);
      }
      expect(memory.length).toBe(slots.count);
    }
  });

  it('needs two slots for a wire of any length: its source and where its state moves on', () => {
    const length = 50;
    const system = handSystem({
      reads: Array.from({ length }, (_, unit) => [unit === 0 ? held(0) : unit - 1]),
      held: [port(0)],
      readUnits: [length - 1],
      ticks: length,
    });
    const end = { kind: 'joint', source: [0], units: [length - 1], tick: length } as const;
    expect(assignSlots(buildProgram(system, [end])).count).toBe(2);
  });

  it('leaves out steps that no reading needs, and repeats for a flip only those that it reaches', () => {
    // Units 0 and 1 copy planes 0 and 1; unit 2 reads both; unit 3 is read, but no reading asks for it.
    const system = handSystem({
      reads: [
        [held(0), held(0)],
        [held(1), held(1)],
        [0, 1],
        [1, 1],
      ],
      held: [port(0), port(1)],
      readUnits: [2, 3],
      ticks: 2,
    });
    const stepsOf = (readings: Parameters<typeof buildProgram>[1]): number[] =>
      assignSlots(buildProgram(system, readings)).steps.map((step) => step.unit);
    expect(stepsOf([{ kind: 'joint', source: [0], units: [2], tick: 2 }])).toEqual([0, 1, 2]);
    expect(stepsOf([{ kind: 'change', flip: 0, units: [2] }])).toEqual([0, 1, 0, 2, 2]);
    expect(stepsOf([{ kind: 'change', flip: 0, units: [3] }])).toEqual([]);
  });
});
