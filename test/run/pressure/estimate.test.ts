import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { computeCurve, pressureContext } from '../../../src/run/pressure/compute.js';
import { estimateCurve } from '../../../src/run/pressure/estimate.js';
import { loadScenario } from '../../../src/scenario/load.js';

/** A line of two columns, half open at 6.46 bits: seven levels. */
const context = (pressure: string) => {
  const file = 'scenarios/20-length-02.yaml';
  const text = readFileSync(file, 'utf8');
  const overrides = [`pressure=${pressure}`, 'measure.samples=1024'];
  return pressureContext(loadScenario({ text, file, overrides }).scenario, 'wasm');
};
const PATIENT = 10_000;

describe('the estimate of a pressure curve', () => {
  it('has the levels of the curve, found by a pilot of few particles', async () => {
    const asked = context('{on: through, until: {strength: 0.5}, particles: 300, repeats: 3}');
    const { levels, atMost, reached, seconds } = estimateCurve(asked, PATIENT);
    expect([atMost, reached]).toEqual([false, true]);
    const curve = (await computeCurve(asked, { workers: 0 }))!;
    for (const { levels: found } of curve.states) expect(Math.abs(found.length - 1 - levels)).toBeLessThanOrEqual(1);
    expect(seconds).toBeGreaterThan(0);
  });

  it('is at most what a curve asked for bits takes, which may be stuck before', () => {
    expect(estimateCurve(context('{until: {bits: 5}, particles: 50}'), PATIENT)).toMatchObject({
      ...{ levels: 5, atMost: true, reached: true },
    });
    // A whole bit needs fewer than 40.
    expect(estimateCurve(context('{until: {bits: 40}, particles: 50, keep: 0.25}'), PATIENT)).toMatchObject({
      ...{ levels: 20, atMost: true, reached: false },
    });
  });

  it('goes on as it went where there is no time to see the end', () => {
    const { levels, reached } = estimateCurve(context('{on: through, until: {strength: 0.5}, particles: 300}'), 0);
    // The first four tell of seven.
    expect(reached).toBe(false);
    expect(levels).toBeGreaterThan(4);
    expect(levels).toBeLessThan(14);
  });
});
