// A process with a device that is busy when the process ends in one way or another: node ending-device.mjs END EVALUATOR
import { createEngine, drawBlueprint } from '../../dist/src/run/engine.js';
import { loadScenario } from '../../dist/src/scenario/load.js';
import { openDevice } from '../../dist/src/simulate/device/owner.js';

const [, , end, evaluator] = process.argv;
const text = `
name: busy
seed: 1
lattice:
  map: |
    A . . . . . . .
    . . . . . . . B
  neighbours: west3
  noise: 0.1
  ticks: 8
environment: {x: fair}
ports: {A: {write: x}, B: {read: true, target: x}}
channels: {through: {from: A, to: B, reward: 1}}
population: {size: 20000}
measure: {samples: 8192, prior: 2}
stop: {generations: 5}
`;
const { scenario } = loadScenario({ text, file: 'busy.yaml', overrides: [] });
const device = await openDevice(evaluator);
const engine = createEngine(drawBlueprint(scenario), 1, device.name, { device });
// One batch after the other, for ever: the device is busy whenever the end comes, however fast it is.
const work = async () => {
  for (;;) await engine.drawFirst({ generation: 0 });
};
work();
process.stdout.write('busy\n');
// The first batch is under way by then.
await new Promise((resolve) => setTimeout(resolve, 700));
if (end === 'throw') throw new Error('in the middle of a batch');
if (end === 'exit') process.exit(3);
