import type { BackendName, OpenBackend } from '../backend.js';
import { bytesOfAnalogCall } from '../compose/analog/analog-tiles.js';
import { registerAnalogComposed } from '../compose/analog/register-analog.js';
import { registerComposed } from '../compose/register.js';
import { bytesOfCall } from '../compose/tiles.js';

/** What differs between the backends on which the operation is composed of ordinary ones. */
export interface ComposedBackend
  extends Pick<OpenBackend, 'device' | 'isGpu' | 'batchUpdates' | 'failureOf' | 'destroy'> {
  readonly name: Exclude<BackendName, 'webgpu'>;
  /** Bytes that the genotypes and samples which are rolled out at once may take. */
  readonly tileBytes: number;
}

/** A batch takes a tile at work, and beside it what is given and comes back: as much again. */
const TILES_OF_BATCH = 2;

/** Registers the composition for a backend that TensorFlow.js has made active. */
export function openComposed({ tileBytes, ...backend }: ComposedBackend): OpenBackend {
  registerComposed(backend.name, tileBytes);
  registerAnalogComposed(backend.name, tileBytes);
  return {
    ...backend,
    batchBytes: TILES_OF_BATCH * tileBytes,
    bytesOf: (plan, genotypes, words) => bytesOfCall(plan, genotypes, words, tileBytes),
    bytesOfAnalog: (plan, genotypes, samples) => bytesOfAnalogCall(plan, genotypes, samples, tileBytes),
    // An activation and a few products of an analog unit take about what a table's multiplexers do.
    batchAnalogUpdates: backend.batchUpdates,
    lost: new Promise(() => {}),
  };
}
