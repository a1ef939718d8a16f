import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { DeviceError } from '../../../src/base/errors.js';
import { type EvaluateMessage, type Fault, type Message, Signal } from '../../../src/simulate/device/protocol.js';
import { type PortServer, servePorts } from '../../../src/simulate/device/serve-ports.js';
import { type PlanSource, type Session, SessionFailure } from '../../../src/simulate/device/session.js';
import { handSystem, held, port, randomStimulus } from '../hand-system.js';

/** A wire of so many fixed or evolving units; what is read of it is the same for all lengths. */
function wire(ticks: number): PlanSource {
  const system = handSystem({ reads: [[held(0)], [0]], held: [port(0)], readUnits: [1], ticks });
  return { kind: 'lut', system, readings: [{ kind: 'joint', source: [0], units: [1], tick: 2 }] };
}

/** A device whose counts are the ticks of the lattice that it was asked for; it answers once `go` is fulfilled. */
function ticksOfPlan(go: Promise<void> = Promise.resolve()): Session<number> {
  return {
    plan: ({ system }) => system.lattice.ticks,
    mostGenotypes: () => 100,
    async rollOut(ticks, _loci, count) {
      await go;
      return new Int32Array(4 * count).fill(ticks);
    },
    forget: () => {},
    close: async () => {},
  };
}

let server: PortServer;
const ports: MessagePort[] = [];
afterEach(async () => {
  await server.close();
  for (const own of ports.splice(0)) own.close();
});

function connect(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  server.connect(port2);
  ports.push(port1);
  return port1;
}

const post = (own: MessagePort, message: Message): void => own.postMessage(message);

/** Asks for one genotype of plan 0, as a thread does, but without sleeping: what it wakes up to, and its cells. */
async function ask(own: MessagePort): Promise<{ signal: number; cells: number[] }> {
  const shared = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
  const [signal, cells] = [shared(1), shared(4)];
  const stimulus = randomStimulus(wire(2).system, 32, 1);
  post(own, {
    kind: 'evaluate',
    plan: 0,
    loci: Uint32Array.of(1, 2),
    count: 1,
    stimulus,
    cells,
    signal,
  } satisfies EvaluateMessage);
  while (Atomics.load(signal, 0) === Signal.waiting) await new Promise((resolve) => setImmediate(resolve));
  return { signal: signal[0]!, cells: Array.from(cells) };
}

describe('the owner of a device', () => {
  it('tells plans of threads apart that number and read them alike', async () => {
    server = servePorts(ticksOfPlan(), async () => ticksOfPlan());
    const [one, other] = [connect(), connect()];
    post(one, { kind: 'plan', plan: 0, source: wire(2) });
    post(other, { kind: 'plan', plan: 0, source: wire(3) });
    const answers = await Promise.all([ask(one), ask(other)]);
    expect(answers.map(({ cells }) => cells[0])).toEqual([2, 3]);
  });

  it('forgets plans that no thread holds any more, but for the last ones', async () => {
    const forgotten: number[] = [];
    const session = { ...ticksOfPlan(), forget: (ticks: number) => void forgotten.push(ticks) };
    server = servePorts(session, async () => session);
    const [one, other] = [connect(), connect()];
    post(other, { kind: 'plan', plan: 0, source: wire(2) });
    expect((await ask(other)).cells[0]).toBe(2);
    // One run after another, each of a lattice of its own; the first is of the one that the other thread holds.
    for (let ticks = 2; ticks < 2 + 35; ticks++) {
      post(one, { kind: 'plan', plan: 0, source: wire(ticks) });
      expect((await ask(one)).cells[0]).toBe(ticks);
      post(one, { kind: 'forget' });
    }
    expect((await ask(one)).signal).toBe(Signal.failed);
    expect(receiveMessageOnPort(one)!.message.text).toContain('plan 0 was never sent');
    expect((await ask(other)).cells[0]).toBe(2);
    expect(forgotten).toEqual([3, 4]);
    // A thread that ends holds nothing either.
    post(other, { kind: 'forget' });
    post(one, { kind: 'plan', plan: 1, source: wire(40) });
    one.close();
    post(other, { kind: 'plan', plan: 0, source: wire(3) });
    expect((await ask(other)).cells[0]).toBe(3);
    expect(forgotten).toEqual([3, 4, 5]);
  });

  it('says so where a plan was never sent', async () => {
    server = servePorts(ticksOfPlan(), async () => ticksOfPlan());
    const own = connect();
    expect((await ask(own)).signal).toBe(Signal.failed);
    expect(receiveMessageOnPort(own)!.message).toEqual({
      ofDevice: false,
      text: expect.stringContaining('plan 0 was never sent'),
    });
  });

  it('tells what the device cannot do from a fault of the program', async () => {
    const faults = [new DeviceError('too many samples'), new SessionFailure('lost'), new Error('a fault of ours')];
    const told: Fault[] = [];
    for (const fault of faults) {
      const session = { ...ticksOfPlan(), rollOut: () => Promise.reject(fault) };
      server = servePorts<number>(session, async () => session);
      const own = connect();
      post(own, { kind: 'plan', plan: 0, source: wire(2) });
      expect((await ask(own)).signal).toBe(Signal.failed);
      told.push(receiveMessageOnPort(own)!.message as Fault);
    }
    expect(told.map(({ ofDevice }) => ofDevice)).toEqual([true, true, false]);
    expect(told[0]!.text).toBe('too many samples');
  });

  it('wakes all who sleep once its thread fails, and refuses who comes later', async () => {
    let go = (): void => {};
    const session = ticksOfPlan(new Promise((resolve) => (go = resolve)));
    server = servePorts(session, async () => session);
    const own = connect();
    post(own, { kind: 'plan', plan: 0, source: wire(2) });
    const asleep = ask(own);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    server.fail(new Error('nobody awaited this'));
    expect((await asleep).signal).toBe(Signal.gone);
    expect((await ask(own)).signal).toBe(Signal.failed);
    expect(receiveMessageOnPort(own)!.message.text).toContain('nobody awaited this');
    go();
  });
});
