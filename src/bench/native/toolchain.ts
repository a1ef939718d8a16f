import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../../base/on-path.js';
import { C_SOURCE } from './c-source.js';
import { JAX_SOURCE } from './jax-source.js';
import { NUMPY_SOURCE } from './numpy-source.js';

/** A program that can be started on a work's file, or why there is none. */
export type Native =
  | { readonly name: string; readonly version: string; readonly start: readonly [string, ...string[]] }
  | { readonly name: string; readonly missing: string };

/** gcc first: it is what the table compares with. */
const COMPILERS = ['gcc', 'cc', 'clang'];

const FLAGS = [['-O3'], ['-O3', '-march=native']];

/** Output of a command that is quick or fails; its complaint is the error's message. */
function output(command: string, words: readonly string[]): string {
  return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
}

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n').at(-1)!;
};

/** The loop in C for K neighbours, compiled into `folder` with each set of flags. */
export function compileC(neighbourCount: number, folder: string): Native[] {
  const compiler = COMPILERS.find((name) => onPath(name) !== null);
  const label = compiler ?? 'gcc';
  if (compiler === undefined) {
    return FLAGS.map((flags) => ({
      name: `${label} ${flags.join(' ')}`,
      missing: `no C compiler on the PATH (looked for ${COMPILERS.join(', ')})`,
    }));
  }
  const source = join(folder, 'rollout.c');
  writeFileSync(source, C_SOURCE);
  return FLAGS.map((flags, i) => {
    const name = `${label} ${flags.join(' ')}`;
    const binary = join(folder, `rollout-${neighbourCount}-${i}`);
    try {
      output(compiler, [...flags, `-DK=${neighbourCount}`, '-std=gnu11', source, '-o', binary]);
      return { name, version: output(compiler, ['--version']).split('\n')[0]!, start: [binary] };
    } catch (error) {
      return { name, missing: `${name} failed: ${lastLine(error)}` };
    }
  });
}

/** The loop in NumPy, written into `folder`. */
export function findNumpy(folder: string): Native {
  const name = 'NumPy';
  if (onPath('python3') === null) return { name, missing: 'no python3 on the PATH' };
  try {
    const version = output('python3', ['-c', 'import numpy, sys; print(numpy.__version__, sys.version.split()[0])']);
    const source = join(folder, 'rollout.py');
    writeFileSync(source, NUMPY_SOURCE);
    const [numpy, python] = version.trim().split(' ');
    return { name, version: `NumPy ${numpy}, Python ${python}`, start: ['python3', source] };
  } catch (error) {
    return { name, missing: `python3 cannot import numpy: ${lastLine(error)}` };
  }
}

/** The loop in NumPy as the JAX program has it, written into `folder`: its arithmetic, at no speed worth measuring. */
export function jaxOnNumpy(folder: string): Native {
  const numpy = findNumpy(folder);
  if ('missing' in numpy) return numpy;
  return { ...numpy, name: 'JAX program on NumPy', start: ['python3', writeJax(folder), 'numpy'] };
}

/** The loop in JAX, written into `folder`; where JAX finds a GPU, that GPU's name. */
export function findJax(folder: string): Native & { readonly gpu?: string } {
  const name = 'JAX';
  if (onPath('python3') === null) return { name, missing: 'no python3 on the PATH' };
  try {
    const look = 'import jax; d = jax.devices()[0]; print(jax.__version__, d.platform, d.device_kind, sep="\\t")';
    const [version, platform, gpu] = output('python3', ['-c', look]).trim().split('\n').at(-1)!.split('\t');
    const start = ['python3', writeJax(folder), 'jax'] as const;
    return { name, version: `JAX ${version} on ${gpu}`, start, ...(platform === 'cpu' ? {} : { gpu: gpu! }) };
  } catch (error) {
    return { name, missing: `python3 cannot import jax: ${lastLine(error)}` };
  }
}

function writeJax(folder: string): string {
  const source = join(folder, 'rollout-jax.py');
  writeFileSync(source, JAX_SOURCE);
  return source;
}
