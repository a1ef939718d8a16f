import { readFileSync } from 'node:fs';

/** Version of this package, from its package.json three folders above the compiled file. */
export function packageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
