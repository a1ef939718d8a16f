import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { DeviceError, UserError } from '../../src/base/errors.js';
import { formatEstimate } from '../../src/cli/format-estimate.js';
import { drawBlueprint } from '../../src/run/engine.js';
import { estimateRun } from '../../src/run/estimate.js';
import { bookkeepingSeconds } from '../../src/run/estimate-bookkeeping.js';
import { LEAST_GPU_UPDATES, openEvaluation, updatesOf } from '../../src/run/evaluation.js';
import { holdEvaluations } from '../../src/run/held-evaluations.js';
import { runScenario } from '../../src/run/run.js';
import { verifyRun } from '../../src/run/verify.js';
import { checkEvaluatorName, evaluatorNamed } from '../../src/simulate/evaluators.js';
import { wantedOf } from '../../src/simulate/tfjs/names.js';
import { readManifest } from '../../src/store/find-manifest.js';
import { needsWebgpu } from '../simulate/device/needs-webgpu.js';
import { runOptions, runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const overrides = ['stop.generations=0', 'population.size=3', 'measure.samples=128'];

describe('the name of an evaluator', () => {
  it('stands for a device where TensorFlow.js does, and for nothing where it is misspelt', () => {
    expect(['tfjs', 'tfjs:webgpu', 'tfjs:cpu', 'gpu'].map(wantedOf)).toEqual(['first', 'webgpu', 'cpu', 'gpu']);
    expect(['wasm', 'webgpu', 'tfjs:', 'tfjs:gpu', 'cpu', 'auto'].map(wantedOf)).toEqual(Array(6).fill(null));
    for (const name of ['auto', 'gpu', 'tfjs', 'tfjs:tensorflow', 'exact']) checkEvaluatorName(name);
    expect(() => checkEvaluatorName('tfjs:gpu')).toThrow('evaluator "tfjs:gpu"; expected one of exact, ');
  });

  it('of a device that was not opened is a fault of the program', () => {
    expect(() => evaluatorNamed('tfjs:cpu')).toThrow('its device was not opened');
  });
});

describe('auto', () => {
  it('goes by all that a generation takes: unit-tick pairs, individuals, samples, contexts', () => {
    const contexts = 'contexts: {one: {set: {x: 1}}, two: {set: {}, weight: 0}}';
    const updates = (text: string): number => updatesOf(drawBlueprint(runOptions(text, folder).scenario));
    const { system } = drawBlueprint(runOptions(SMALL_SCENARIO, folder).scenario);
    const pairs = system.cone.units.slice(1).reduce((sum, units) => sum + units.length, 0);
    expect(updates(SMALL_SCENARIO)).toBe(pairs * 3 * 30 * 256);
    expect(updates(`${SMALL_SCENARIO}${contexts}\n`)).toBe(2 * pairs * 3 * 30 * 256);
  });

  it('takes wasm for what is too little for a GPU, and says so', async () => {
    const notes: string[] = [];
    const found = await openEvaluation(
      'auto',
      () => LEAST_GPU_UPDATES - 1,
      (text) => notes.push(text),
    );
    expect(found).toMatchObject({ name: 'wasm', where: 'cpu', device: undefined });
    expect(notes).toEqual([expect.stringMatching(/^evaluating by wasm: 2.1e\+9 updates a generation are too few/)]);
  });

  it('takes a real GPU for more, or wasm where there is none, with what was found', async () => {
    const notes: string[] = [];
    const found = await openEvaluation(
      'auto',
      () => LEAST_GPU_UPDATES,
      (text) => notes.push(text),
    );
    if (found.device === undefined) {
      expect(found.name).toBe('wasm');
      expect(notes).toEqual([expect.stringMatching(/^evaluating by wasm: evaluator gpu: tensorflow: .*; webgpu: /)]);
    } else expect(found.device.isGpu).toBe(true);
    await found.close();
  });
});

describe('a device that cannot be had', () => {
  // Neither of its packages is a dependency, but somebody may have installed one.
  it.skipIf(isInstalled('@tensorflow/tfjs-node-gpu'))(
    'is an error that says what is missing, and never something else in its place',
    async () => {
      await expect(openEvaluation('tfjs:tensorflow', () => 0)).rejects.toThrow(
        /^evaluator tfjs:tensorflow: tensorflow: @tensorflow\/tfjs-node-gpu is not installed/,
      );
      const options = runOptions(SMALL_SCENARIO, folder, { overrides });
      await expect(runScenario({ ...options, evaluator: 'tfjs:tensorflow' })).rejects.toThrow(DeviceError);
    },
  );
});

describe('a run on a device', () => {
  it('has the digest of any other, says what computed it, and is verified there', async () => {
    const processor = await runText(SMALL_SCENARIO, join('wasm'), { overrides, workers: 0, evaluator: 'wasm' });
    const notes: string[] = [];
    const options = { ...runOptions(SMALL_SCENARIO, join('cpu'), { overrides, workers: 1 }), evaluator: 'tfjs:cpu' };
    const outcome = await runScenario({ ...options, onNote: (text) => notes.push(text) });
    expect(outcome.digest).toBe(processor.digest);
    const { evaluator } = readManifest(outcome.directory);
    expect(evaluator).toEqual({ name: 'tfjs:cpu', device: expect.stringMatching(/^tfjs-backend-cpu 4\./) });
    expect(outcome.evaluator).toEqual(evaluator);
    expect(notes).toContain(`evaluating by tfjs:cpu on ${evaluator.device}`);
    const version = { packageVersion: options.packageVersion, storedOnly: false };
    const held = holdEvaluations();
    try {
      const here = { ...version, workers: 0, open: held.open };
      expect(await verifyRun(outcome.directory, here)).toMatchObject({ status: 'done' });
      // The same device for whoever asks next, open after the verification that asked first.
      const [one, other] = await Promise.all([held.open('tfjs:cpu', () => 0), held.open('tfjs:cpu', () => 0)]);
      expect(one.device).toBeDefined();
      expect(other.device).toBe(one.device);
      expect((await held.open('wasm', () => 0)).device).toBeUndefined();
    } finally {
      await held.close();
    }
    const elsewhere = { ...version, workers: 0, evaluator: 'reference' };
    expect(await verifyRun(outcome.directory, elsewhere)).toMatchObject({ status: 'done' });
    await expect(verifyRun(outcome.directory, { ...elsewhere, evaluator: 'exact' })).rejects.toThrow(UserError);
  });

  it.skipIf(!needsWebgpu())('is estimated by the speed of the one device, not by workers', async () => {
    const { scenario } = runOptions(SMALL_SCENARIO, folder, { overrides });
    const estimate = await estimateRun(scenario, 'tfjs:webgpu', 2);
    expect(estimate.onDevice).toBe(true);
    // On top of it comes what workers share, and drawing what enters the lattice: milliseconds of a scenario this small.
    const onDevice = estimate.updates! / estimate.updatesPerSecond!;
    expect(estimate.seconds - bookkeepingSeconds(estimate) / 2 - onDevice).toBeGreaterThan(0);
    expect(estimate.seconds - bookkeepingSeconds(estimate) / 2 - onDevice).toBeLessThan(1);
    expect(formatEstimate(scenario, estimate)).toMatch(/updates\/s on the device, measured just now/);
  });

  it.skipIf(!needsWebgpu())('does not depend on the number of workers that ask one device', async () => {
    const digests = new Set<string | null>();
    for (const workers of [0, 3]) {
      const options = runOptions(SMALL_SCENARIO, join(`webgpu-${workers}`), { overrides, workers });
      const { digest, evaluator } = await runScenario({ ...options, evaluator: 'tfjs:webgpu' });
      expect(evaluator.name).toBe('tfjs:webgpu');
      digests.add(digest);
    }
    const { digest } = await runText(SMALL_SCENARIO, join('wasm'), { overrides, workers: 0, evaluator: 'wasm' });
    expect([...digests]).toEqual([digest]);
  });
});

function isInstalled(name: string): boolean {
  try {
    return createRequire(import.meta.url).resolve(name) !== '';
  } catch {
    return false;
  }
}

function join(name: string): string {
  return `${folder}/${name}`;
}
