import { readFileSync } from 'node:fs';
import { guardFiles, systemErrorCode } from './device-fault.js';

/**
 * The text of a file; null where there is none.
 *
 * @throws DeviceError where it is there and cannot be read
 */
export function readTextIfThere(file: string): string | null {
  return guardFiles('read', file, () => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return null;
      throw error;
    }
  });
}
