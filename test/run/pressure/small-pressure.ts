import type { PressureOptions } from '../../../src/run/pressure/pressure.js';
import { runPressure } from '../../../src/run/pressure/pressure.js';
import { runOptions, SMALL_SCENARIO } from '../scenario-text.js';

/** Enough for every part of a curve, and done in a fraction of a second. */
export const SMALL_PRESSURE = 'pressure={until: {bits: 4}, particles: 40, moves: 5, repeats: 3}';

export type Given = Partial<PressureOptions> & { overrides?: string[] };

/** Options of a pressure curve of the small scenario. */
export function pressureOptions(out: string, { overrides = [], ...rest }: Given = {}): PressureOptions {
  // What runOptions makes of a run's options says nothing of its progress.
  const { onProgress: _, ...options } = runOptions(SMALL_SCENARIO, out, { overrides: [SMALL_PRESSURE, ...overrides] });
  return { ...options, ...rest };
}

export async function smallPressure(out: string, given: Given = {}): ReturnType<typeof runPressure> {
  return runPressure(pressureOptions(out, given));
}
