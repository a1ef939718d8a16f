import { execFileSync } from 'node:child_process';

/** Compiles before any test, so that the workers and the command line under test are never stale. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
