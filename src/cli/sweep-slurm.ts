import { submitSweep } from '../sweep/slurm/submit.js';
import { statusReader } from '../sweep/status/read-status.js';
import { formatCount } from './format-amounts.js';
import type { SweepFlags } from './sweep-mode.js';
import { beginSweep, type SweepSource } from './sweep-source.js';

/** Submits what is missing of a sweep as a job array, and says how to follow it. */
export async function submitToSlurm(source: SweepSource, flags: SweepFlags): Promise<void> {
  const { sweep } = source;
  const directory = await beginSweep(source, flags);
  const { counts, status } = statusReader(sweep, directory, () => null).look();
  const missing = counts.points - counts.done - counts.failed;
  if (missing === 0) {
    const failed = counts.failed === 0 ? '' : `, ${counts.failed} failed for good (--retry-failed tries them again)`;
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ directory, status, counts, submission: null })}\n`
        : `${directory}: nothing to submit: ${counts.done} of ${formatCount(counts.points, 'run')} finished${failed}\n`,
    );
    return;
  }
  const submission = submitSweep(directory, { flags, missing, resume: flags.resume === true });
  for (const note of submission.notes) process.stderr.write(`${note}\n`);
  const { job, tasks, script } = submission;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ directory, status: 'submitted', counts, submission })}\n`
      : `job            ${job}: ${formatCount(tasks, 'task')} for ${formatCount(missing, 'run')}\n` +
          `script         ${script}\n` +
          `directory      ${directory}\n` +
          `how far it is: scarce sweep ${directory} --status\n`,
  );
}
