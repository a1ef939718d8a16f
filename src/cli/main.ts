#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerBench } from './bench.js';
import { registerCompare } from './compare.js';
import { registerDoctor } from './doctor.js';
import { ExitStatus, reportFailure } from './exit.js';
import { registerPressure } from './pressure.js';
import { registerQuery } from './query.js';
import { registerRun } from './run.js';
import { registerSchema } from './schema.js';
import { registerSweep } from './sweep.js';
import { registerVerify } from './verify.js';
import { packageVersion } from './version.js';

// Only commander is loaded here: each command imports what it needs when it is called, so that help comes at once.
const program = new Command('scarce')
  .description(
    'Evolves lattices of small units under selection and measures, in bits, what each information channel cost.',
  )
  .version(packageVersion())
  .showHelpAfterError('(scarce --help lists the commands; scarce COMMAND --help lists the options of one)')
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .exitOverride();

for (const register of [
  registerRun,
  registerPressure,
  registerCompare,
  registerVerify,
  registerQuery,
  registerSweep,
  registerSchema,
  registerDoctor,
  registerBench,
])
  register(program);
program.addHelpText(
  'after',
  '\nExit status: 0 done; 1 failed; 2 bad input; 75 stopped by SIGINT, SIGTERM or SIGHUP after a checkpoint (go on with --resume).',
);

// Whoever reads may have read enough (`| head` closes the pipe), or the terminal is closed.
const isGone = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EIO';
process.stdout.on('error', (error) => {
  if (!isGone(error)) throw error;
  process.exit();
});
// Work does not end because nobody hears how far it is: it may be at its checkpoints.
process.stderr.on('error', (error) => {
  if (!isGone(error)) throw error;
});

try {
  if (process.argv.length <= 2) program.help();
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? ExitStatus.done : ExitStatus.badInput;
  else reportFailure(error);
}
