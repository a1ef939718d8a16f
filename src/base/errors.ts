/** Bad input: what the user gave cannot be used. The command line prints the message alone and exits with 2. */
export class UserError extends Error {
  override name = 'UserError';
}

/** Several faults of the user's input at once, one per line of `message`, each naming its own place. */
export class FaultList extends UserError {
  override name = 'FaultList';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** The machine failed us: a disk is full, a folder cannot be written, a worker died twice. Exit status 1. */
export class DeviceError extends Error {
  override name = 'DeviceError';
}

/** The program contradicts itself: a bug of ours, never a fault of the user's. Exit status 1, with a stack trace. */
export class InvariantError extends Error {
  override name = 'InvariantError';
}
