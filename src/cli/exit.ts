import { DeviceError, UserError } from '../base/errors.js';

/** Exit statuses of every command; 75 is EX_TEMPFAIL of sysexits.h: try again, here with --resume. */
export const ExitStatus = { done: 0, failed: 1, badInput: 2, stopped: 75 } as const;

/**
 * Says on stderr what went wrong and sets the exit status: the message alone where the user or the machine is at fault,
 * with a stack trace where the program is.
 */
export function reportFailure(error: unknown): void {
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = ExitStatus.badInput;
  } else if (error instanceof DeviceError) {
    process.stderr.write(`scarce: ${error.message}\n`);
    process.exitCode = ExitStatus.failed;
  } else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `scarce: this is a fault of the program itself; please report it with what follows\n${trace}\n`,
    );
    process.exitCode = ExitStatus.failed;
  }
}
