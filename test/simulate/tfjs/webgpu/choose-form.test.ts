import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../../src/simulate/evaluator.js';
import { planRollout } from '../../../../src/simulate/tfjs/rollout-plan.js';
import { chooseForm } from '../../../../src/simulate/tfjs/webgpu/kernel/choose-form.js';
import type { DeviceLimits } from '../../../../src/simulate/tfjs/webgpu/kernel/form-request.js';
import { mostLiveValues } from '../../../../src/simulate/tfjs/webgpu/kernel/live-values.js';
import { handSystem, held, port } from '../../hand-system.js';

/** So many units that read one plane, all of them read. */
function fan(unitCount: number) {
  const units = Array.from({ length: unitCount }, (_, unit) => unit);
  return handSystem({ reads: units.map(() => [held(0)]), held: [port(0)], readUnits: units, ticks: 1 });
}

const ofEach = (count: number): Reading[] =>
  Array.from({ length: count }, (_, unit) => ({ kind: 'joint', source: [], units: [unit], tick: 1 }));

describe('values that are alive at once', () => {
  it('are those between where they are made and where a step or a reading last needs them', () => {
    // The plane, and one unit after the other.
    expect(mostLiveValues(planRollout(fan(4), ofEach(4)))).toBe(2);
    // All units until the last is there.
    expect(mostLiveValues(planRollout(fan(4), [{ kind: 'joint', source: [], units: [0, 1, 2, 3], tick: 1 }]))).toBe(5);
  });
});

describe('the form of a kernel', () => {
  const limits: DeviceLimits = {
    ...{ workgroupBytes: 49_152, threads: 1024, groupsPerDimension: 65_535, bindingBytes: 2 ** 31 },
    ...{ hasSubgroups: true, vector: 4, writtenOperations: 8000 },
  };
  const stateOf = (units: number, readings: readonly Reading[]): string =>
    chooseForm(planRollout(fan(units), readings), limits, 1000, 32).state;

  it('has no states in registers where more than 200 are alive, however little there is to compute', () => {
    const changeOf = (count: number): Reading[] => [
      { kind: 'change', flip: 0, units: Array.from({ length: count }, (_, unit) => unit) },
    ];
    expect(stateOf(90, changeOf(90))).toBe('registers');
    expect(stateOf(150, changeOf(150))).not.toBe('registers');
    expect(stateOf(250, ofEach(250))).toBe('registers');
  });
});
