import { execFileSync } from 'node:child_process';

/** In a process of its own: vitest's runner of modules knows no `import.meta.resolve`. */
const SAY_ADAPTER = `
const { adapterInWords } = await import('./dist/src/run/examine-devices.js');
console.log('WebGPU in these tests:', await adapterInWords());
`;

/**
 * Compiles before any test, so that the workers and the command line under test are never stale; then says on what
 * adapter the tests of WebGPU run here, or why they will skip.
 */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  execFileSync(process.execPath, ['--input-type=module', '--eval', SAY_ADAPTER], { stdio: 'inherit' });
}
