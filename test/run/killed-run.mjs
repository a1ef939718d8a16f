// A run that tells each generation it has reached, for the tests that kill it: node killed-run.mjs OPTIONS-AS-JSON
import { appendFileSync } from 'node:fs';
import { runScenario } from '../../dist/src/run/run.js';

const { progressFile, ...options } = JSON.parse(process.argv[2]);
await runScenario({
  ...options,
  onProgress: ({ generation }) => {
    appendFileSync(progressFile, `${generation}\n`);
    process.stdout.write(`${generation}\n`);
  },
});
