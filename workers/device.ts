import { parentPort, workerData } from 'node:worker_threads';
import type { DeviceThreadData } from '../src/simulate/device/owner.js';
import { runDeviceThread } from '../src/simulate/tfjs/device-thread.js';

// The thread that owns the device: started by openDevice, ended by its close.
await runDeviceThread(workerData as DeviceThreadData, parentPort!);
