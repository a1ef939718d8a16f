// Evolves a scenario with many seeds, one after another, and nothing else: node plain-runs.mjs FILE SEED…
// Prints the milliseconds that all of them took, on the clock and of the processor, loading left out.
import { readFileSync } from 'node:fs';
import { createEngine, drawBlueprint } from '../../dist/src/run/engine.js';
import { evolve } from '../../dist/src/run/evolve.js';
import { loadScenario } from '../../dist/src/scenario/load.js';

const [file, ...seeds] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');

async function run(seed) {
  const { scenario } = loadScenario({ text, file, seed });
  const engine = createEngine(drawBlueprint(scenario), 0, 'wasm');
  await evolve(engine);
  await engine.close();
}

await run('the first is slower');
const start = performance.now();
const cpu = process.cpuUsage();
for (const seed of seeds) await run(seed);
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(JSON.stringify({ wallMs: performance.now() - start, cpuMs: (user + system) / 1000 }));
