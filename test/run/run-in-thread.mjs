// A worker thread that does whole runs and pressure curves inline, one after another, on the evaluation that it is handed.
import { parentPort, workerData } from 'node:worker_threads';
import { runPressure } from '../../dist/src/run/pressure/pressure.js';
import { runScenario } from '../../dist/src/run/run.js';
import { evaluationHere } from '../../dist/src/run/shared-evaluation.js';

const { jobs, shared } = workerData;
const evaluation = evaluationHere(shared);
const found = [];
for (const { pressure, options } of jobs) {
  const { digest, directory } = await (pressure ? runPressure : runScenario)({ ...options, evaluation, workers: 0 });
  found.push({ digest, directory });
}
parentPort.postMessage({ found });
