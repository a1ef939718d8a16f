import { DeviceError, UserError } from '../../base/errors.js';
import { systemErrorCode } from '../../store/device-fault.js';
import type { FailedAttempt } from '../claim/lease-record.js';

/** Refusals of the file system that meet every run of this process alike, by the system's code. */
const OF_ALL_RUNS = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EMFILE', 'ENFILE'];

/** What went wrong with a run, as it can cross threads. */
export interface RunFault extends Pick<FailedAttempt, 'kind' | 'error'> {
  /** Whether it would fail any other run of this process too, as a full disk does. */
  readonly ofAllRuns: boolean;
  /** False of what the file system refused: no fault of the run, which keeps its checkpoint and all its attempts. */
  readonly isAttempt: boolean;
}

/** What went wrong with one run says nothing of the others. */
export const OF_THE_RUN = { ofAllRuns: false, isAttempt: true } as const;

/** @param hasDevice whether all runs of this process use one device, such as a GPU, which a refusal may have come from */
export function faultOf(error: unknown, hasDevice = false): RunFault {
  const { message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof UserError) return { kind: 'input', error: message, ...OF_THE_RUN };
  if (!(error instanceof DeviceError)) return { kind: 'program', error: stack ?? message, ...OF_THE_RUN };
  const isRefusal = OF_ALL_RUNS.includes(systemErrorCode(cause) ?? '');
  return { kind: 'machine', error: message, ofAllRuns: hasDevice || isRefusal, isAttempt: !isRefusal };
}
