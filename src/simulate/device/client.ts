import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { DeviceError, InvariantError } from '../../base/errors.js';
import { checkReadings } from '../check-readings.js';
import { cellOffsets, type EvaluatorFactory } from '../evaluator.js';
import type { Stimulus } from '../stimulus.js';
import { type EvaluateMessage, type Fault, type PlanMessage, Signal } from './protocol.js';

/** A thread's way to the owner of the device. */
export interface DeviceLink {
  readonly port: MessagePort;
}

let plans = 0;

/**
 * The evaluator of a device that another thread owns: hands requests over and sleeps until the counts are there. What
 * lies in shared memory is handed over as it stands, all else is copied.
 *
 * @param name of the evaluator, such as `tfjs:webgpu`
 * @throws DeviceError where the device fails and cannot be had again; the message says what was tried
 */
export function deviceEvaluator(name: string, { port }: DeviceLink): EvaluatorFactory {
  return (system, readings) => {
    checkReadings(system, readings);
    const plan = plans++;
    const cells = cellOffsets(readings).at(-1)!;
    const { locusCount } = system.genome;
    const signal = new Int32Array(new SharedArrayBuffer(4));
    let shared = new Uint32Array(new SharedArrayBuffer(0));
    port.postMessage({ kind: 'plan', plan, system, readings } satisfies PlanMessage);
    return {
      name,
      evaluate(loci, first, count, stimulus, counts) {
        if (count === 0) return;
        if (shared.length < count * cells) shared = new Uint32Array(new SharedArrayBuffer(4 * count * cells));
        signal[0] = Signal.waiting;
        port.postMessage({
          kind: 'evaluate',
          plan,
          loci: postable(loci.subarray(first * locusCount, (first + count) * locusCount)),
          count,
          stimulus: postableStimulus(stimulus),
          counts: shared.subarray(0, count * cells),
          signal,
        } satisfies EvaluateMessage);
        Atomics.wait(signal, 0, Signal.waiting);
        if (signal[0] !== Signal.done) throw faultOf(name, port, signal[0]!);
        counts.set(shared.subarray(0, count * cells));
      },
    };
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
