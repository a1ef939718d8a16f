import type { InputPlane, Output, Step, Value } from '../../../program/program.js';
import { reedMuller } from '../../../reference/reed-muller.js';
import type { RolloutPlan } from '../../rollout-plan.js';
import { type Form, quadsOf } from './form.js';
import { fixedOutputCode, vectorType } from './table-code.js';
import { canBeKept, countOutput, insertCode, keptCode, type RolloutCode, type Tallies } from './tallies.js';
import { stepsOfTick, tickRuns } from './tick-runs.js';

/**
 * The rollout written out. Values are named, not stored: the compiler of the device finds a register for each and frees it
 * after its last reader, so readings stand right behind the last of the steps that they need. Ticks that are alike may be
 * rolled up into a loop, so that code stays short.
 */
export function registerCode(plan: RolloutPlan, form: Form): RolloutCode {
  const writer = new RolloutWriter(plan, form);
  const waiting = plan.program.outputs.map((output, reading) => ({
    output,
    offset: plan.offsets[reading]!,
    needs: new Set(valuesOf(output).filter((value): value is Step => value.kind === 'step')),
  }));
  const countWhatIsThere = (steps: readonly Step[]): void => {
    for (const { output, offset, needs } of waiting) {
      if (steps.length > 0 && needs.size === 0) continue;
      for (const step of steps) needs.delete(step);
      if (needs.size === 0) writer.count(output, offset);
    }
  };
  countWhatIsThere([]);
  for (const { first, last } of tickRuns(plan, form.rolled)) {
    if (first < last) writer.writeRun(first, last);
    for (const step of stepsOfTick(plan, last)) {
      if (first === last) writer.write(step, last);
      countWhatIsThere([step]);
    }
  }
  return writer.code();
}

/** Writes steps and readings line by line. */
class RolloutWriter {
  private readonly names = new Map<Value, string>();
  private readonly lines: string[] = [];
  private readonly found: Tallies[] = [];
  private readonly records: number[] = [];
  private readonly type: string;
  private runs = 0;

  constructor(
    private readonly plan: RolloutPlan,
    private readonly form: Form,
  ) {
    this.type = vectorType(form.vector);
  }

  /** One step of a tick. */
  write(step: Step, tick: number): void {
    const { noise } = this.plan.system.lattice;
    const inputs = this.sourcesOf(step).map((source) => this.nameOf(source));
    const output = this.outputOf(step, inputs, String(this.locusOf(step)), '');
    const flips = noise > 0 ? ` ^ ${this.planeAt(String(this.noisePlane(step, tick)), '')}` : '';
    const name = `v${this.names.size}`;
    this.names.set(step, name);
    this.lines.push(`let ${name} = ${output}${flips};`);
  }

  /**
   * The ticks of a run as a loop. What differs from tick to tick follows the number of the turn, or stands in the records.
   * Where nothing differs `o` is added, which is 0 and not known to be: else the compiler would load all masks before the
   * loop, and then have no registers left.
   */
  writeRun(first: number, last: number): void {
    const { plan } = this;
    const { noise } = plan.system.lattice;
    const ticks = Array.from({ length: last - first + 1 }, (_, turn) => stepsOfTick(plan, first + turn));
    const before = first > 1 ? stepsOfTick(plan, first - 1) : [];
    const run = `p${this.runs++}`;
    const place = new Map<Value, string>(before.map((step, j) => [step, `${run}_${j}`]));
    const body: string[] = [];
    ticks[0]!.forEach((step, j) => {
      const known = before[j] === undefined ? `${this.type}()` : this.nameOf(before[j]);
      this.lines.push(`var ${run}_${j} = ${known};`);
      const column = ticks.map((steps) => steps[j]!);
      const inputs = this.sourcesOf(step).map((source, i) => {
        if (source.kind === 'step') return place.get(source)!;
        const all = column.map((other) => other.sources[i] as InputPlane);
        return all[0]!.kind === 'zero' ? this.inputWord(all[0]!, '', '') : this.inputOfRun(all);
      });
      const loci = this.field(column.map((other) => this.locusOf(other)));
      const output = this.outputOf(step, inputs, loci.code, loci.isConstant ? ' + o' : '');
      const planes = noise > 0 ? this.field(column.map((other, turn) => this.noisePlane(other, first + turn))) : null;
      body.push(`let q${j} = ${output}${planes === null ? '' : ` ^ ${this.planeAt(planes.code, '')}`};`);
    });
    ticks[0]!.forEach((_, j) => {
      body.push(`${run}_${j} = q${j};`);
    });
    this.lines.push(`for (var k = 0; k < ${ticks.length}; k++) {`, 'let o = k * uniforms.zero;', ...body, '}');
    ticks.at(-1)!.forEach((step, j) => {
      this.names.set(step, `${run}_${j}`);
    });
  }

  /** A reading, all of whose values have been written. */
  count(output: Output, offset: number): void {
    const tallies = countOutput(output, offset, (value) => this.nameOf(value), this.form.vector, this.lines);
    if (tallies !== null) this.found.push({ ...tallies, after: this.lines.length });
  }

  code(): RolloutCode {
    const { found, lines } = this;
    const code = this.form.once || !canBeKept(found) ? insertCode(found, lines) : keptCode(found, lines);
    return { ...code, records: Int32Array.from(this.records) };
  }

  private sourcesOf({ sources }: Step): readonly Value[] {
    return sources.slice(0, this.plan.system.lattice.neighbourCount);
  }

  private locusOf({ unit }: Step): number {
    return this.plan.system.genome.locusOfUnit[unit]!;
  }

  private noisePlane(step: Step, tick: number): number {
    const { neighbours, firstStep, system } = this.plan;
    const index = firstStep[tick - 1]! + stepsOfTick(this.plan, tick).indexOf(step);
    return neighbours[index * (system.lattice.neighbourCount + 3) + 2]!;
  }

  /** A unit's output before noise; `locus` is code, `more` what is added to an address that does not change. */
  private outputOf({ unit }: Step, inputs: readonly string[], locus: string, more: string): string {
    const { locusOfUnit, fixedTable } = this.plan.system.genome;
    if (locusOfUnit[unit] === -1) return fixedOutputCode(reedMuller(fixedTable[unit]!), inputs, this.type);
    const quads = quadsOf(this.plan.system.lattice.neighbourCount);
    const table =
      this.form.tables === 'masks' ? `masksAt + ${locus} * ${quads}${more}` : `genomes[lociAt + ${locus}${more}]`;
    return `update(${table}, ${inputs.join(', ')})`;
  }

  private nameOf(value: Value): string {
    return this.names.get(value) ?? this.nameInput(value as InputPlane);
  }

  /** Loads an input where it is first read. */
  private nameInput(input: InputPlane): string {
    const name = `i${this.names.size}`;
    this.names.set(input, name);
    this.lines.push(`let ${name} = ${this.inputWord(input, String(this.planeOf(input)), '')};`);
    return name;
  }

  /** What step j of a run reads from inputs, one for each turn: by name where it is always the same. */
  private inputOfRun(inputs: readonly InputPlane[]): string {
    if (inputs.every((input) => input === inputs[0])) return this.nameOf(inputs[0]!);
    return this.inputWord(inputs[0]!, this.field(inputs.map((input) => this.planeOf(input))).code, '');
  }

  private inputWord({ kind, complement }: InputPlane, plane: string, more: string): string {
    return `${complement ? '~' : ''}${kind === 'zero' ? `${this.type}(0)` : this.planeAt(plane, more)}`;
  }

  private planeAt(plane: string, more: string): string {
    return `stimulus[${plane} * vectors + at${more}]`;
  }

  private planeOf(input: InputPlane): number {
    return this.plan.inputs[this.plan.slots.inputs.indexOf(input)]!.plane;
  }

  /** A number for each turn `k`: the same, or in equal steps, or from the records. */
  private field(values: readonly number[]): { readonly code: string; readonly isConstant: boolean } {
    const [from, next] = [values[0]!, values[1]!];
    const stride = next - from;
    if (values.every((value, k) => value === from + k * stride)) {
      return { code: stride === 0 ? `${from}` : `(${from} + k * ${stride})`, isConstant: stride === 0 };
    }
    const at = this.records.length;
    this.records.push(...values);
    return { code: `records[${at} + k]`, isConstant: false };
  }
}

function valuesOf(output: Output): readonly Value[] {
  return output.kind === 'joint' ? output.bits : output.pairs.flat();
}
