import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DeviceError } from '../../base/errors.js';
import type { MemoryLine } from '../report.js';
import type { Tools } from '../tools.js';
import { lineText } from '../work/scenarios.js';

/** `scarce run` of a large population as a user starts it, in a process of its own that says at its end what it took. */
export async function measureMemory(tools: Tools): Promise<MemoryLine> {
  const { genotypes, samples, generations, ...line } = tools.sizes.memory;
  tools.onNote(`memory: ${genotypes} genotypes of ${line.rows * line.columns} units`);
  const file = join(tools.folder, 'memory.yaml');
  writeFileSync(file, lineText(line));
  const settings = [
    ...[`population.size=${genotypes}`, 'population.islands=1', `measure.samples=${samples}`],
    `stop.generations=${generations}`,
  ];
  const report = import.meta.resolve('#workers/peak-memory.js');
  const program = fileURLToPath(new URL('../src/cli/main.js', report));
  const words = ['run', file, '--out', join(tools.folder, 'out'), '--quiet', '--workers', String(tools.cores)];
  const child = spawn(
    process.execPath,
    ['--import', report, program, ...words, ...settings.flatMap((setting) => ['--set', setting])],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const [complaint, kibibytes, [status]] = await Promise.all([
    text(child.stderr!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (status !== 0) {
    throw new DeviceError(
      `benchmark: a run of ${genotypes} genotypes ended with status ${status}: ${complaint.trim()}; ` +
        'where memory is short, --quick leaves this part out',
    );
  }
  return { genotypes, units: line.rows * line.columns, samples, generations, peakBytes: 1024 * Number(kibibytes) };
}
