import type { Form, StateHome } from './form.js';

/** What a device can do, as far as the kernel asks. */
export interface DeviceLimits {
  readonly workgroupBytes: number;
  readonly threads: number;
  readonly groupsPerDimension: number;
  readonly bindingBytes: number;
  readonly hasSubgroups: boolean;
  /** Words that a thread takes at once, at most. */
  readonly vector: Form['vector'];
  /** Operations that may be written out: steps × 2^K. */
  readonly writtenOperations: number;
}

/** Parts of a form that somebody wants as they are: tests and measurements. */
export interface FormRequest {
  readonly state?: StateHome;
  readonly tables?: Form['tables'];
  readonly sums?: Form['sums'];
  readonly reduce?: Form['reduce'];
  readonly vector?: Form['vector'];
  readonly rolled?: boolean;
  readonly lanes?: number;
  readonly genotypes?: number;
  readonly shares?: number;
  readonly groups?: number;
}
