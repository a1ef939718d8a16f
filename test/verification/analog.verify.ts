import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillNormals } from '../../src/base/normals.js';
import { mean, standardDeviation } from '../../src/base/statistics.js';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { gaussianBias, gaussianInformation } from '../../src/information/gaussian-information.js';
import { gTestPValue } from '../../src/information/significance.js';
import type { Summary } from '../../src/run/results/summary.js';
import { runScenario } from '../../src/run/run.js';
import { MomentSums } from '../../src/simulate/analog/moments.js';
import { ANALOG_SCENARIO } from '../run/analog-text.js';
import { killAt } from '../run/kill-at.js';
import { runOptions, runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const key = rootKey('analog verification');

const normals = (samples: number, set: number, plane: number): Float64Array => {
  const out = new Float64Array(samples);
  fillNormals(out, key, Purpose.gaussian, set, plane);
  return out;
};

function informationOf(variables: readonly Float64Array[], dx: number) {
  const samples = variables[0]!.length;
  const state = Float64Array.from(variables.flatMap((values) => [...values]));
  const sums = new MomentSums(variables.length);
  sums.add(
    state,
    Int32Array.from(variables, (_, v) => v * samples),
    samples,
  );
  const moments = new Float64Array(variables.length + (variables.length * (variables.length + 1)) / 2);
  sums.write(moments, 0);
  return gaussianInformation(moments, 0, dx, variables.length - dx, samples);
}

describe('Gaussian information', () => {
  it.each([
    [1, 1, 12, 0],
    [1, 1, 64, 1],
    [3, 2, 20, 0.5],
    [4, 4, 128, 0.2],
  ])('is unbiased: %i and %i variables, %i samples, weight %d', (dx, dy, samples, weight) => {
    const sets = 20_000;
    const corrected = Array.from({ length: sets }, (_, set) => {
      const xs = Array.from({ length: dx }, (_, v) => normals(samples, set, v));
      const ys = Array.from({ length: dy }, (_, v) =>
        normals(samples, set, dx + v).map((noise, s) => noise + weight * xs.reduce((sum, x) => sum + x[s]!, 0)),
      );
      return informationOf([...xs, ...ys], dx).corrected;
    });
    const truth = Math.log2(1 + weight * weight * dx * dy) / 2;
    const error = standardDeviation(corrected) / Math.sqrt(sets);
    console.log(
      `Gaussian information, ${dx} and ${dy} variables, ${samples} samples: ${mean(corrected).toFixed(5)} ± ` +
        `${error.toFixed(5)} bits, truly ${truth.toFixed(5)}; the bias corrected is ${(gaussianBias(dx, dy, samples) / Math.LN2).toFixed(5)}`,
    );
    expect(Math.abs(mean(corrected) - truth)).toBeLessThan(4 * error);
  });

  it('has p-values like those of a permutation of the samples, of variables that are not Gaussian too', () => {
    const [samples, permutations] = [256, 4000];
    const bit = normals(samples, 0, 100).map(Math.sign);
    const cases = {
      'bits through tanh': [bit, normals(samples, 0, 101).map((n, s) => Math.tanh(0.3 * bit[s]! + n) + 0.1 * n)],
      // Sources are bits or normal numbers; what is read may have tails as heavy as these (kurtosis 46).
      'bits and cubes of normal numbers': [bit, normals(samples, 0, 102).map((n, s) => (n + 0.1 * bit[s]!) ** 3)],
      'normal numbers and cubes of such': [normals(samples, 0, 103), normals(samples, 0, 104).map((n) => n ** 3)],
    };
    for (const [name, [x, y]] of Object.entries(cases) as [string, [Float64Array, Float64Array]][]) {
      const stream = new Stream(key, Purpose.parents, 0, 0);
      const below = [0.5, 0.1, 0.01].map((alpha) => ({ alpha, count: 0 }));
      const order = y.slice();
      for (let p = 0; p < permutations; p++) {
        for (let last = samples - 1; last > 0; last--) {
          const other = stream.nextBelow(last + 1);
          [order[last], order[other]] = [order[other]!, order[last]!];
        }
        const { g, degreesOfFreedom } = informationOf([x, order], 1);
        for (const limit of below) if (gTestPValue(g, degreesOfFreedom) < limit.alpha) limit.count++;
      }
      console.log(
        `permuted ${name}: ${below.map(({ alpha, count }) => `p < ${alpha} in ${(count / permutations).toFixed(4)}`).join(', ')}`,
      );
      for (const { alpha, count } of below) {
        // Four standard errors of a share, and a fifth of it for what the samples at hand are not.
        const error = Math.sqrt((alpha * (1 - alpha)) / permutations);
        expect(Math.abs(count / permutations - alpha)).toBeLessThan(4 * error + 0.2 * alpha);
      }
    }
  });
});

describe('the scenarios of analog units', () => {
  const evolve = async (file: string): Promise<Summary> => {
    const { summary } = await runText(readFileSync(`scenarios/${file}.yaml`, 'utf8'), folder, { workers: 2 });
    const { channels, fitness } = summary!;
    const { first, last } = channels[0]!;
    console.log(
      `${file}: ${first.mean.toFixed(4)} to ${last.mean.toFixed(4)} ± ${last.standardError!.toFixed(4)} bits, fitness ${fitness.last.mean.toFixed(5)}`,
    );
    return summary!;
  };

  it.each([
    ['50-gaussian-wire', 3.5],
    ['51-tanh-line', 0.9],
  ])('%s opens, and its null does not', async (file, least) => {
    const opened = await evolve(file);
    expect(opened.channels[0]!.last.mean).toBeGreaterThan(least);
    const { channels, fitness } = await evolve(`${file}-null`);
    expect(fitness.last.mean).toBeLessThan(0.001);
    expect(channels[0]!.last.mean).toBeLessThan(0.1);
  });
});

describe('a run of analog units killed with SIGKILL and resumed', () => {
  it('ends with the digest of one that was never interrupted', async () => {
    const overrides = ['stop.generations=60'];
    const untouched = await runText(ANALOG_SCENARIO, join(folder, 'untouched'), { overrides, workers: 2 });
    const options = runOptions(ANALOG_SCENARIO, join(folder, 'killed'), { overrides, workers: 2, checkpointEvery: 5 });
    const reached = await killAt(options, 20, join(folder, 'progress.txt'));
    expect(reached).toBeGreaterThanOrEqual(20);
    const finished = await runScenario({ ...options, resume: true });
    expect(finished.digest).toBe(untouched.digest);
    console.log(`killed at generation ${reached} and resumed: digest ${finished.digest}`);
  });
});
