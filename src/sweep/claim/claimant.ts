import { hostname } from 'node:os';
import type { LeaseRecord } from './lease-record.js';

/** Who asks for leases: the same for all leases of a process. */
export type Claimant = Pick<LeaseRecord, 'host' | 'pid' | 'job'>;

/** Longest text of a scheduler that a lease repeats. */
const MOST_JOB_CHARACTERS = 64;

/** This process, and the task of a scheduler that it runs in, as far as the environment tells. */
export function thisClaimant(environment: NodeJS.ProcessEnv = process.env): Claimant {
  return { host: hostname(), pid: process.pid, job: jobOf(environment)?.slice(0, MOST_JOB_CHARACTERS) ?? null };
}

/** Slurm, PBS, LSF, Grid Engine and Kubernetes' indexed jobs, each by what it sets itself. */
function jobOf(environment: NodeJS.ProcessEnv): string | null {
  const { SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID, SLURM_JOB_ID, PBS_JOBID, LSB_JOBID, JOB_ID, HOSTNAME } = environment;
  if (SLURM_ARRAY_JOB_ID !== undefined) return `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID ?? ''}`;
  const index = environment.LSB_JOBINDEX ?? environment.SGE_TASK_ID;
  const job = SLURM_JOB_ID ?? PBS_JOBID ?? LSB_JOBID ?? JOB_ID;
  if (job !== undefined) return index === undefined || index === 'undefined' ? job : `${job}_${index}`;
  // A pod of an indexed job is named for the job and its index.
  return environment.JOB_COMPLETION_INDEX === undefined ? null : (HOSTNAME ?? environment.JOB_COMPLETION_INDEX);
}
