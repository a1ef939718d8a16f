// A pressure curve that tells how many levels there are, for the tests that kill it: node killed-pressure.mjs OPTIONS-AS-JSON
import { runPressure } from '../../../dist/src/run/pressure/pressure.js';

await runPressure({
  ...JSON.parse(process.argv[2]),
  onProgress: ({ levels }) => process.stdout.write(`${levels}\n`),
});
