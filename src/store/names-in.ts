import { readdirSync } from 'node:fs';
import { guardFiles, systemErrorCode } from './device-fault.js';

/**
 * Names in a folder, in no order; none where there is no such folder.
 *
 * @throws DeviceError where it is there and cannot be read
 */
export function namesIn(folder: string): string[] {
  return guardFiles('read', folder, () => {
    try {
      return readdirSync(folder);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return [];
      throw error;
    }
  });
}
