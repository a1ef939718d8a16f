/**
 * Why a package of TensorFlow for Node could not be loaded, and what to do. It can be missing in two ways: the package
 * is not there, or it is there without its native part, which its install script downloads and npm may have been told
 * not to run.
 */
export function whyNotLoaded(name: string, error: unknown): string {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: '', message: `${error}` };
  const firstLine = message.split('\n')[0]!.trim();
  // A package that is there but misses one of its own dependencies gives the same code, with another name.
  const isAbsent = /MODULE_NOT_FOUND$/.test(code ?? '') && firstLine.includes(`'${name}'`);
  if (isAbsent) return `${name} is not installed (npm install ${name})`;
  const rebuild = `npm rebuild ${name} --build-addon-from-source`;
  if (code === 'ERR_DLOPEN_FAILED') {
    return `${name} is installed, but its native part cannot be linked (${firstLine}): install that library, or ${rebuild}`;
  }
  if (message.includes('tfjs_binding.node')) {
    return `${name} is installed without its native part (${firstLine}): let its install script run, or ${rebuild}`;
  }
  return `${name} is installed, but cannot be loaded (${firstLine}): npm install ${name}`;
}
