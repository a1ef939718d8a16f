import { describe, expect, it } from 'vitest';
import { sampleBit } from '../../../src/base/planes.js';
import { mean } from '../../../src/base/statistics.js';
import { rootKey } from '../../../src/base/streams.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { analogStimulus } from '../../../src/simulate/analog/analog-stimulus.js';
import { fillContextStimuli, fillStimulus } from '../../../src/simulate/fill-stimulus.js';
import {
  contextStimuliOver,
  contextStimuliWords,
  type Stimulus,
  stimulusOver,
  stimulusWords,
} from '../../../src/simulate/stimulus.js';
import { buildSystem } from '../../../src/system/build-system.js';
import type { System } from '../../../src/system/system.js';
import { type Sketch, scenarioOf } from '../../system/scenario-of.js';

const key = rootKey('stimulus');
const SAMPLES = 4096;

const sketch: Sketch = {
  map: '# . .\nA . B\nC . .',
  lattice: { neighbours: 'west3' },
  environment: {
    x: { kind: 'fair', length: null },
    y: { kind: 'copy', of: 'x', flip: 0.1 },
    z: { kind: 'biased', probability: 0.2 },
  },
  ports: { A: { kind: 'write', variable: 'x' }, B: { kind: 'read', target: 'y' }, C: { kind: 'write', variable: 'z' } },
};

function analog(scenario: Scenario, noise = 0.1): Scenario {
  return {
    ...scenario,
    units: { kind: 'analog', activation: 'tanh', noise, scale: 1, strength: 'gaussian' },
    genome: { ...scenario.genome, prior: { scale: 1 } },
  };
}

function filled(system: System, generation = 3): Stimulus {
  const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, SAMPLES)), system, SAMPLES);
  fillStimulus(stimulus, system, key, generation);
  return stimulus;
}

describe('the stimulus of analog units', () => {
  it('has as ±1 the bits that look-up tables meet: elements, borders and start states', () => {
    // Every unit reads itself, so that start states reach what is read.
    const lattice = { neighbours: 'von-neumann+self' } as const;
    const tables = filled(buildSystem(scenarioOf({ ...sketch, lattice }), key));
    const numbers = analogStimulus(filled(buildSystem(analog(scenarioOf({ ...sketch, lattice })), key)));
    const { words } = tables;
    const compared = { elements: 0, borders: 0, starts: 0 };
    for (const part of ['elements', 'borders', 'starts'] as const) {
      const planes = tables[part].length / words;
      expect(numbers[part].length).toBe(planes * SAMPLES);
      for (let plane = 0; plane < planes; plane++) {
        const bits = tables[part].subarray(plane * words, (plane + 1) * words);
        const signs = numbers[part].subarray(plane * SAMPLES, (plane + 1) * SAMPLES);
        // Start planes that reach nothing are left as they are.
        if (signs.every((sign) => sign === 0)) continue;
        compared[part]++;
        for (let s = 0; s < SAMPLES; s++)
          if (signs[s] !== 2 * sampleBit(bits, s) - 1) throw new Error(`${part} ${plane} ${s}`);
      }
    }
    expect(compared.elements).toBe(3);
    expect(compared.borders).toBeGreaterThan(3);
    expect(compared.starts).toBeGreaterThan(3);
  });

  it('has normal numbers of their own on every noise plane and gaussian element', () => {
    const scenario = analog(
      scenarioOf({ ...sketch, environment: { ...sketch.environment, g: { kind: 'gaussian', length: 2 } } }),
    );
    const system = buildSystem(scenario, key);
    expect(system.environment.elements).toEqual(['g.0', 'g.1', 'x', 'y', 'z']);
    const { elements, noise } = analogStimulus(filled(system));
    expect(noise.length).toBe(system.cone.pairCount * SAMPLES);
    const planes = [elements.subarray(0, SAMPLES), elements.subarray(SAMPLES, 2 * SAMPLES)];
    for (let pair = 0; pair < system.cone.pairCount; pair++)
      planes.push(noise.subarray(pair * SAMPLES, (pair + 1) * SAMPLES));
    planes.forEach((plane, i) => {
      // Four standard errors of mean, variance and covariance.
      expect(Math.abs(mean(plane))).toBeLessThan(4 / Math.sqrt(SAMPLES));
      expect(Math.abs(mean(plane.map((v) => v * v)) - 1)).toBeLessThan(4 * Math.sqrt(2 / SAMPLES));
      for (const other of planes.slice(i + 1)) {
        expect(Math.abs(mean(plane.map((v, s) => v * other[s]!)))).toBeLessThan(4.5 / Math.sqrt(SAMPLES));
      }
    });
    expect(filled(system, 4).noise).not.toEqual(filled(system, 3).noise);
    expect(filled(system).noise).toEqual(filled(system).noise);
  });

  it('has no noise planes without noise', () => {
    expect(filled(buildSystem(analog(scenarioOf(sketch), 0), key)).noise.length).toBe(0);
  });

  it('differs between contexts only in what is set and follows from it', () => {
    const contexts = { all: { set: {}, weight: 0.5 }, one: { set: { x: 1 as const }, weight: 0.5 } };
    const system = buildSystem(analog(scenarioOf({ ...sketch, contexts })), key);
    const buffer = new Uint32Array(contextStimuliWords(system, SAMPLES));
    const stimuli = contextStimuliOver(buffer, system, SAMPLES);
    fillContextStimuli(stimuli, system, key, 3);
    const [all, one] = stimuli.map((stimulus) => analogStimulus(stimulus).elements);
    expect(all!.subarray(0, SAMPLES)).toEqual(analogStimulus(filled(system)).elements.subarray(0, SAMPLES));
    expect(new Set(one!.subarray(0, SAMPLES))).toEqual(new Set([1]));
    expect(one!.subarray(2 * SAMPLES)).toEqual(all!.subarray(2 * SAMPLES));
    // The copy's flips are the same draws.
    for (let s = 0; s < SAMPLES; s++) expect(one![SAMPLES + s]).toBe(all![SAMPLES + s]! * all![s]!);
  });
});
