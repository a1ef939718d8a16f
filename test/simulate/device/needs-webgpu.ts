import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/**
 * Whether a WebGPU adapter is there, software or not; where there is none, the reason is printed: the tests that need one
 * are left out. It is looked for in a process of its own, since Mesa must be told before it is loaded that there is no
 * display.
 */
export function needsWebgpu(): boolean {
  if (found === undefined) {
    const module = fileURLToPath(new URL('../../../dist/src/simulate/tfjs/webgpu/find-adapter.js', import.meta.url));
    const code = `
      const { findAdapter } = await import(${JSON.stringify(module)});
      const found = await findAdapter(true);
      process.stdout.write('\\n' + (typeof found === 'string' ? 'none: ' + found : 'found'));`;
    const env = { EGL_PLATFORM: 'surfaceless', ...process.env };
    const text = execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, stdio: 'pipe' }).toString();
    found = text.split('\n').at(-1)!;
    if (found !== 'found') console.warn(`left out, since they need a WebGPU adapter: ${found}`);
  }
  return found === 'found';
}
