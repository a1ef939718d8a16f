import { linkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { guardFiles, systemErrorCode } from '../../store/device-fault.js';
import { createDirectory } from '../../store/run-directory.js';
import { encodeLease } from './lease-file.js';
import type { LeaseRecord } from './lease-record.js';

/** Ending of a lease that has no number yet. */
export const FRESH = '.new';

/** Codes by which a file system says that it has no hard links. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Makes a lease file, whole from the first moment; false where there is one of that name. */
export function placeLease(file: string, record: LeaseRecord): boolean {
  const folder = dirname(file);
  createDirectory(folder);
  const fresh = join(folder, `${record.id}.${record.token}${FRESH}`);
  return guardFiles('write', file, () => {
    try {
      writeFileSync(fresh, encodeLease(record));
      return linked(fresh, file, record);
    } finally {
      rmSync(fresh, { force: true });
    }
  });
}

function linked(fresh: string, file: string, record: LeaseRecord): boolean {
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    // A network file system may have done it, lost its answer, and refused when asked again.
    if (code === 'EEXIST') return statSync(fresh).nlink === 2;
    if (WITHOUT_LINKS.includes(code)) return createdAlone(file, record);
    throw error;
  }
}

/** The next best: exclusive too, but for a moment others see an empty file. */
function createdAlone(file: string, record: LeaseRecord): boolean {
  try {
    writeFileSync(file, encodeLease(record), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
