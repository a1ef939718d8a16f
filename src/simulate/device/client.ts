import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { DeviceError, InvariantError } from '../../base/errors.js';
import { genotypeWords } from '../../system/genome.js';
import { type AnalogEvaluatorFactory, analogCellOffsets, checkAnalog } from '../analog/analog-evaluator.js';
import { checkReadings } from '../check-readings.js';
import { cellOffsets, type EvaluatorFactory } from '../evaluator.js';
import type { Stimulus } from '../stimulus.js';
import { type EvaluateMessage, type Fault, type ForgetMessage, type PlanMessage, Signal } from './protocol.js';
import type { Cells, PlanSource } from './session.js';

/** A thread's way to the owner of the device. */
export interface DeviceLink {
  readonly port: MessagePort;
}

/**
 * The evaluator of a device that another thread owns: hands requests over and sleeps until the counts are there. What
 * lies in shared memory is handed over as it stands, all else is copied.
 *
 * @param name of the evaluator, such as `tfjs:webgpu`
 * @throws DeviceError where the device fails and cannot be had again; the message says what was tried
 */
export function deviceEvaluator(name: string, link: DeviceLink): EvaluatorFactory {
  return (system, readings) => {
    checkReadings(system, readings);
    const cells = cellOffsets(readings).at(-1)!;
    const ask = asker(name, link, { kind: 'lut', system, readings }, (length) => new Int32Array(shared(length)));
    return {
      name,
      evaluate(loci, first, count, stimulus, counts) {
        counts.set(ask(loci, first, count, stimulus, cells));
      },
    };
  };
}

/** The same of analog units: what the device computes in single precision. */
export function analogDeviceEvaluator(name: string, link: DeviceLink): AnalogEvaluatorFactory {
  return (system, readings) => {
    checkAnalog(system, readings);
    const ask = asker(name, link, { kind: 'analog', system, readings }, (length) => new Float32Array(shared(length)));
    return {
      name,
      evaluate(loci, first, count, { samples, elements, borders, starts, noise }, out) {
        const planes = {
          elements: words(elements),
          borders: words(borders),
          starts: words(starts),
          noise: words(noise),
        };
        const cells = analogCellOffsets(readings, samples).at(-1)!;
        out.set(ask(loci, first, count, { samples, words: samples, ...planes }, cells));
      },
    };
  };
}

/** Lets the owner of the device forget what this thread has asked for: no evaluator that was made before may be used again. */
export function forgetPlans({ port }: DeviceLink): void {
  port.postMessage({ kind: 'forget' } satisfies ForgetMessage);
}

const shared = (length: number): SharedArrayBuffer => new SharedArrayBuffer(4 * length);

const words = (numbers: Float32Array): Uint32Array =>
  new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);

type Ask = (loci: Uint32Array, first: number, count: number, stimulus: Stimulus, cells: number) => Cells;

let plans = 0;

/** Asks for cells of genotypes [first, first + count), `[genotype][cell]`; what comes back holds until the next is asked. */
function asker(name: string, { port }: DeviceLink, source: PlanSource, allocate: (length: number) => Cells): Ask {
  const plan = plans++;
  const width = genotypeWords(source.system.genome);
  const signal = new Int32Array(shared(1));
  let room = allocate(0);
  port.postMessage({ kind: 'plan', plan, source } satisfies PlanMessage);
  return (loci, first, count, stimulus, cells) => {
    if (count === 0) return room.subarray(0, 0);
    if (room.length < count * cells) room = allocate(count * cells);
    const answer = room.subarray(0, count * cells);
    signal[0] = Signal.waiting;
    port.postMessage({
      kind: 'evaluate',
      plan,
      loci: postable(loci.subarray(first * width, (first + count) * width)),
      count,
      stimulus: postableStimulus(stimulus),
      cells: answer,
      signal,
    } satisfies EvaluateMessage);
    Atomics.wait(signal, 0, Signal.waiting);
    if (signal[0] !== Signal.done) throw faultOf(name, port, signal[0]!);
    return answer;
  };
}

/** A view that crosses threads without the rest of its buffer. */
function postable(words: Uint32Array): Uint32Array {
  return words.buffer instanceof SharedArrayBuffer ? words : words.slice();
}

function postableStimulus({ samples, words, elements, borders, starts, noise }: Stimulus): Stimulus {
  return {
    samples,
    words,
    elements: postable(elements),
    borders: postable(borders),
    starts: postable(starts),
    noise: postable(noise),
  };
}

function faultOf(name: string, port: MessagePort, signal: number): Error {
  if (signal === Signal.failed) {
    const { ofDevice, text } = receiveMessageOnPort(port)!.message as Fault;
    return ofDevice ? new DeviceError(`evaluator ${name}: ${text}`) : new InvariantError(text);
  }
  return new DeviceError(
    `evaluator ${name}: the thread that owns the device has ended; go on with --resume, or use another --evaluator`,
  );
}
