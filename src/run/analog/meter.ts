import { type JointInformation, NOTHING } from '../../information/joint-information.js';
import { type AnalogEvaluator, analogCellOffsets } from '../../simulate/analog/analog-evaluator.js';
import { analogEvaluatorNamed } from '../../simulate/analog/analog-evaluators.js';
import { analogStimulus } from '../../simulate/analog/analog-stimulus.js';
import type { DeviceLink } from '../../simulate/device/client.js';
import type { Reading } from '../../simulate/evaluator.js';
import type { Stimulus } from '../../simulate/stimulus.js';
import type { System } from '../../system/system.js';
import type { Measured, Meter } from '../meter.js';
import { createStrengths, type Strengths } from './strengths.js';

/** Cells that are held at once, at most: 8 MiB. */
const MOST_CELLS = 1 << 20;

/** What a genotype of analog units measured. */
export interface AnalogFound extends Measured {
  /** `[reading]`: information of a joint reading; nothing, with p = 1, where a value was not finite. */
  readonly information: readonly JointInformation[];
  /** `[reading]`: samples in which a change reading saw a sign change; 0 where some state was NaN. */
  readonly changed: readonly number[];
  /** Whether every value that was asked for is finite. */
  readonly isDefined: boolean;
  /** The evaluator's cells, of which those of reading r (moments, where strengths are Gaussian) start at `at[r]`. */
  readonly cells: Float64Array;
  readonly at: readonly number[];
}

/** What Counts is for look-up tables: an evaluator of analog units with the buffer that its cells go to. */
export class AnalogMeter implements Meter {
  private readonly strengths: Strengths;
  private readonly evaluator: AnalogEvaluator;
  private readonly offsets: readonly number[];
  private readonly batch: number;
  private cells = new Float64Array(0);

  constructor(
    system: System,
    private readonly readings: readonly Reading[],
    samples: number,
    evaluator: string,
    device?: DeviceLink,
  ) {
    this.strengths = createStrengths(system, readings, samples);
    this.evaluator = analogEvaluatorNamed(evaluator, device)(system, this.strengths.asked);
    this.offsets = analogCellOffsets(this.strengths.asked, samples);
    this.batch = Math.max(1, Math.floor(MOST_CELLS / Math.max(1, this.offsets.at(-1)!)));
  }

  /** Calls `use` with what each genotype [first, first + count) of `loci` measured on a stimulus. */
  each(
    loci: Uint32Array,
    first: number,
    count: number,
    stimulus: Stimulus,
    use: (genotype: number, found: AnalogFound) => void,
  ): void {
    const { strengths, offsets, readings } = this;
    const width = offsets.at(-1)!;
    const needed = Math.min(count, this.batch) * width;
    if (this.cells.length < needed) this.cells = new Float64Array(needed);
    const { cells } = this;
    const numbers = analogStimulus(stimulus);
    strengths.meet(numbers);
    for (let start = 0; start < count; start += this.batch) {
      const length = Math.min(this.batch, count - start);
      this.evaluator.evaluate(loci, first + start, length, numbers, cells);
      for (let i = 0; i < length; i++) {
        const base = i * width;
        const found = strengths.of(cells, base, offsets);
        const at = strengths.place.map((place) => base + offsets[place]!);
        const changed = readings.map(({ kind }, r) => (kind === 'change' ? cells[at[r]!]! : 0));
        use(first + start + i, {
          information: found.map((information) => information ?? NOTHING),
          changed: changed.map((samples) => (Number.isNaN(samples) ? 0 : samples)),
          isDefined: readings.every(({ kind }, r) =>
            kind === 'change' ? !Number.isNaN(changed[r]) : found[r] !== null,
          ),
          cells,
          at,
        });
      }
    }
  }
}
