import type { System } from '../../system/system.js';
import { cellOffsets, type Reading } from '../evaluator.js';
import { buildProgram } from '../program/build-program.js';
import { type Output, outputValues, type Value } from '../program/program.js';
import { reedMuller } from '../reference/reed-muller.js';
import * as header from './header.js';
import { type Placement, placeValues } from './place-values.js';
import { type Savings, savingsBits } from './savings.js';

/** Bytes of planes (state, and noise beside it) that a block has at once, at most: within a core's second cache. */
const BLOCK_STATE_BYTES = 1 << 18;

/** Below so many bytes of each plane to a block, beginning a step costs more than the block itself. */
const LEAST_BLOCK_BYTES = 128;

/** A vector, and a line of the cache. */
const VECTOR_BYTES = 16;
const LINE_BYTES = 64;

/**
 * Slots of so many lines lie a line further apart: some few slots of a large power of two would share the low bits of their
 * addresses, and so compete for the same lines of the first cache.
 */
const PADDED_LINES = 8;

/** Entries of a list are (step, form). */
const ENTRY_BYTES = 8;

/** Entries of the lists of a chunk, where samples take several blocks: half a MiB. */
const LIST_ENTRIES = 1 << 16;

/** Genotypes in one chunk, at most, where samples take several blocks. */
const CHUNK_GENOTYPES = 1 << 12;

/** Cycles that finding out about one step takes, that beginning one takes, and that one of its vectors takes. */
const ANALYSIS_CYCLES = 5;
const STEP_CYCLES = 15;
const VECTOR_CYCLES = 4;

/** What does not depend on the samples: the program and where its values go. */
export interface Plan {
  readonly system: System;
  readonly readings: readonly Reading[];
  readonly savings: Savings;
  readonly outputs: readonly Output[];
  readonly placement: Placement;
}

export function planFor(system: System, readings: readonly Reading[], asked: Savings): Plan {
  const program = buildProgram(system, readings);
  const place = (savings: Savings): Plan => {
    const placement = placeValues(program, { onlyNeeded: savings.cone, keepPlanes: savings.planes });
    return { system, readings, savings, outputs: program.outputs, placement };
  };
  const plan = place(asked);
  // Planes can only stay from one genotype to the next where each has a place of its own; where these places are too many
  // for the cache, a rollout that reuses them is faster than what staying saves.
  return asked.planes && blockShare(plan) < LEAST_BLOCK_BYTES ? place({ ...asked, planes: false }) : plan;
}

/** A plan laid out in a region for a number of samples. */
export interface Image {
  /** Bytes of the region that hold the program, the state and the lists; what a batch needs comes behind them. */
  readonly bytes: number;
  /** Byte offset of the input records in the region. */
  readonly inputsAt: number;
  /** Writes all that stays the same from batch to batch. */
  readonly write: (memory: WebAssembly.Memory, base: number) => void;
}

/** Lays arrays out one after the other, each on a line of the cache. */
class Layout {
  bytes = 0;
  take(bytes: number): number {
    const at = this.bytes;
    this.bytes += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return at;
  }
}

/** Bytes of each plane that a block may have. */
function blockShare({ placement, system }: Plan): number {
  const planes = placement.slotCount + (system.lattice.noise > 0 ? placement.steps.length : 0);
  return Math.floor(BLOCK_STATE_BYTES / Math.max(1, planes));
}

/** Bytes of a plane in one block: all of it where the state fits the cache, else about equal parts of whole lines. */
function blockBytes(plan: Plan, planeBytes: number): number {
  const most = blockShare(plan);
  const granule = most < LINE_BYTES ? VECTOR_BYTES : LINE_BYTES;
  const blocks = Math.ceil(planeBytes / Math.max(granule, most - (most % granule)));
  return Math.ceil(planeBytes / blocks / granule) * granule;
}

/** Loci in the order of the first step that expresses them: those that reach most of the rollout first. */
function significance({ system, placement }: Plan): Uint32Array {
  const { locusCount, locusOfUnit } = system.genome;
  const found = new Set(placement.steps.map(({ unit }) => locusOfUnit[unit]!).filter((locus) => locus >= 0));
  for (let locus = 0; locus < locusCount; locus++) found.add(locus);
  return Uint32Array.from(found);
}

/** For each locus, the number (from 1) of the first step that expresses it; one more than all steps where none does. */
function firstValues({ system, placement }: Plan): Uint32Array {
  const { locusCount, locusOfUnit } = system.genome;
  const found = new Uint32Array(locusCount).fill(placement.steps.length + 1);
  placement.steps.forEach(({ unit }, s) => {
    const locus = locusOfUnit[unit]!;
    if (locus >= 0) found[locus] = Math.min(found[locus]!, s + 1);
  });
  return found;
}

/** Bit j of the result is set where a form depends on input j. */
function dependence(form: number): number {
  const having = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];
  return having.reduce((bits, mask, j) => bits | ((form & mask) !== 0 ? 1 << j : 0), 0);
}

/** Bit i of each byte as bit 0 of byte i: the same in every image, which are written again and again. */
const SPREAD = Uint8Array.from({ length: 256 * 8 }, (_, at) => ((at >> 3) >> (at & 7)) & 1);

export function imageOf(plan: Plan, words: number): Image {
  const { system, readings, savings, outputs, placement } = plan;
  const { neighbourCount, noise } = system.lattice;
  const { locusCount, locusOfUnit, fixedTable } = system.genome;
  const { steps, inputs, slotCount, slotOf } = placement;
  const planeBytes = words * 4;
  const block = blockBytes(plan, planeBytes);
  const oneBlock = block >= planeBytes;
  const stepCount = steps.length;
  const blockLines = Math.ceil(block / LINE_BYTES);
  const slotBytes = LINE_BYTES * (blockLines < PADDED_LINES ? blockLines : blockLines + 1);
  const listEntries = oneBlock ? stepCount + 1 : Math.max(LIST_ENTRIES, stepCount + 2);
  const endCount = oneBlock ? 1 : CHUNK_GENOTYPES;
  const formCount = Math.ceil(locusCount / 4) * 4 + system.lattice.unitCount;
  const numbers = new Map<Value, number>(steps.map((step, s) => [step, s + 1]));
  const numberOf = (value: Value): number => numbers.get(value) ?? 0;
  const roots = [...new Set(outputValues(outputs).map(numberOf))];
  const planesOf = (output: Output): readonly Value[] => (output.kind === 'joint' ? output.bits : output.pairs.flat());
  const readingBytes = outputs.reduce((sum, output) => sum + header.READING_PLANES + 4 * planesOf(output).length, 0);

  const layout = new Layout();
  layout.take(header.HEADER_BYTES);
  const at = {
    steps: layout.take(stepCount * header.STEP_BYTES),
    wires: layout.take(stepCount * neighbourCount * 4),
    inputs: layout.take(inputs.length * 8),
    inputOnes: layout.take(inputs.length * 4),
    readings: layout.take(readingBytes),
    roots: layout.take(roots.length * 4),
    forms: layout.take(formCount * 4),
    depends: layout.take(formCount * 4),
    changed: layout.take(formCount * 4),
    stale: layout.take(stepCount + 1),
    live: layout.take(stepCount + 1),
    firstValues: layout.take(formCount * 4),
    significance: layout.take(locusCount * 4),
    spread: layout.take(256 * 8),
    masks: layout.take((1 << 5) * 8),
    ends: layout.take(endCount * 4),
    lists: layout.take(listEntries * ENTRY_BYTES),
    state: layout.take(slotCount * slotBytes),
  };

  const write = (memory: WebAssembly.Memory, base: number): void => {
    const region = new Uint32Array(memory.buffer, base, layout.bytes / 4);
    region.fill(0, 0, at.ends / 4);
    const put = (offset: number, values: ArrayLike<number>): void => region.set(values, offset / 4);
    const slot = (value: Value): number => base + at.state + slotOf.get(value)! * slotBytes;
    const field = (offset: number, value: number): void => put(offset, [value]);

    field(header.LOCUS_COUNT, locusCount);
    field(header.NEIGHBOURS, neighbourCount);
    field(header.TABLE_BITS, 1 << neighbourCount);
    field(header.PLANE_BYTES, planeBytes);
    field(header.BLOCK_BYTES, block);
    field(header.SLOT_BYTES, slotBytes);
    field(header.STEPS, base + at.steps);
    field(header.STEP_COUNT, stepCount);
    field(header.WIRES, base + at.wires);
    field(header.INPUTS, base + at.inputs);
    field(header.INPUT_COUNT, inputs.length);
    field(header.INPUT_ONES, base + at.inputOnes);
    field(header.STATE, base + at.state);
    field(header.READINGS, base + at.readings);
    field(header.READINGS_END, base + at.readings + readingBytes);
    field(header.ROOTS, base + at.roots);
    field(header.ROOT_COUNT, roots.length);
    field(header.FORMS, base + at.forms);
    field(header.DEPENDS, base + at.depends);
    field(header.CHANGED, base + at.changed);
    field(header.STALE, base + at.stale);
    field(header.LIVE, base + at.live);
    field(header.LISTS, base + at.lists);
    field(header.LIST_CAPACITY, listEntries);
    field(header.ENDS, base + at.ends);
    field(header.ENDS_CAPACITY, endCount);
    field(header.SIGNIFICANCE, base + at.significance);
    field(header.FIRST_VALUES, base + at.firstValues);
    field(header.CELLS, cellOffsets(readings).at(-1)!);
    field(header.SPREAD, base + at.spread);
    field(header.MASKS, base + at.masks);
    field(header.SAVINGS, savingsBits(savings));
    const stepCycles = STEP_CYCLES + (VECTOR_CYCLES * planeBytes) / VECTOR_BYTES;
    field(header.STEP_COST, Math.ceil(stepCycles / ANALYSIS_CYCLES));

    const firstFixed = Math.ceil(locusCount / 4) * 4;
    steps.forEach((step, s) => {
      const record = at.steps + s * header.STEP_BYTES;
      const locus = locusOfUnit[step.unit]!;
      field(record, slot(step));
      put(record + header.STEP_SOURCES, step.sources.map(slot));
      field(record + header.STEP_NOISE, noise > 0 ? step.pair * planeBytes : 0);
      field(record + header.STEP_FORM, 4 * (locus >= 0 ? locus : firstFixed + step.unit));
      put(at.wires + s * neighbourCount * 4, step.sources.map(numberOf));
    });
    locusOfUnit.forEach((locus, unit) => {
      if (locus >= 0) return;
      const form = reedMuller(fixedTable[unit]!) & (2 ** (1 << neighbourCount) - 1);
      field(at.forms + 4 * (firstFixed + unit), form);
      field(at.depends + 4 * (firstFixed + unit), dependence(form));
    });
    let reading = at.readings;
    const offsets = cellOffsets(readings);
    const inputNumber = new Map<Value, number>(inputs.map((plane, input) => [plane, input]));
    outputs.forEach((output, r) => {
      const planes = planesOf(output);
      const first = planes[0] === undefined ? -1 : (inputNumber.get(planes[0]) ?? -1);
      const kind = output.kind === 'joint' ? header.JOINT : header.CHANGE;
      put(reading, [kind, planes.length, 4 * offsets[r]!, first, ...planes.map(slot)]);
      reading += header.READING_PLANES + 4 * planes.length;
    });
    put(at.roots, roots);
    put(at.significance, significance(plan));
    put(at.firstValues, firstValues(plan));
    new Uint8Array(memory.buffer, base + at.spread, 256 * 8).set(SPREAD);
  };
  return { bytes: layout.bytes, inputsAt: at.inputs, write };
}
