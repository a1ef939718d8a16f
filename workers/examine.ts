import { type Examined, examine } from '../src/simulate/tfjs/examine.js';

// A process that looks at one thing, says what it found and ends, with whatever a driver has left running.
const answer = await examine(process.argv[2] as Examined).catch((error: Error) => ({ obstacle: error.message }));
process.send!(answer, () => process.exit(0));
