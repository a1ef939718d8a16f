import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { needsWebgpu } from '../simulate/device/needs-webgpu.js';
import { busy, endOf } from './busy-device.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

// A crash of the GPU's driver would show as the signals SIGSEGV or SIGABRT, a hang as no end at all. Other ends than these
// are among the slow verifications.
describe.skipIf(!needsWebgpu())('a process whose device is in the middle of a batch', { timeout: 60_000 }, () => {
  it('that throws ends with status 1 and the error, no crash and no hang', async () => {
    const { code, signal, output } = await (await busy('throw')).ending;
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(output).toContain('in the middle of a batch');
  });
});

describe.skipIf(!needsWebgpu())('a run on a device', { timeout: 120_000 }, () => {
  const overrides = ['stop.generations=40', 'population.size=64', 'measure.samples=1024'];
  const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

  it('stops on SIGTERM with a checkpoint and status 75, goes on, and ends with the digest of the processor', async () => {
    const file = join(folder, 'small.yaml');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(file, SMALL_SCENARIO);
    const flags = overrides.flatMap((override) => ['--set', override]);
    const start = (...more: string[]): ChildProcess => {
      const args = ['run', file, '--out', join(folder, 'gpu'), '--evaluator', 'tfjs:webgpu', '--workers', '2'];
      return spawn(process.execPath, [program, ...args, ...flags, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
    };
    const first = start('--json');
    const stopped = endOf(first);
    // Said once the device is open and generations are on their way.
    await new Promise<void>((resolve) => {
      first.stderr!.on('data', (data: Buffer) => data.toString().includes('evaluating by') && resolve());
      first.on('exit', () => resolve());
    });
    await pause(150);
    first.kill('SIGTERM');
    expect(await stopped).toMatchObject({ code: 75, signal: null, output: expect.stringContaining('"stopped"') });

    const { code, output } = await endOf(start('--resume', '--json'));
    expect(code).toBe(0);
    const outcome = JSON.parse(output.slice(output.indexOf('{"status"')));
    const onProcessor = await runText(SMALL_SCENARIO, join(folder, 'cpu'), { overrides, workers: 1 });
    expect(outcome.digest).toBe(onProcessor.digest);
    expect(outcome.evaluator.name).toBe('tfjs:webgpu');
    expect(outcome.evaluator.device).not.toBe('cpu');
  });
});
