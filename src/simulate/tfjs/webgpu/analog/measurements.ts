import { analogCellOffsets } from '../../../analog/analog-evaluator.js';
import type { Output, Value } from '../../../program/program.js';
import type { AnalogPlan } from '../../analog-plan.js';
import { changesShader, momentsShader, valuesShader } from './measure-shader.js';
import { rowsOf } from './rows.js';

/** What one program measures: workgroups along y take one item each. */
export interface Measurement {
  readonly code: string;
  readonly items: number;
  readonly records: Int32Array;
}

/** The programs that measure all readings of a plan, on so many samples. */
export function measurementsOf(plan: AnalogPlan, samples: number): Measurement[] {
  const { placeOf } = rowsOf(plan);
  const offsets = analogCellOffsets(plan.readings, samples);
  const places = (values: readonly Value[]): number[] => values.map(placeOf);
  const outputs = plan.readings.map(({ kind }, r) => ({
    kind,
    cell: offsets[r]!,
    output: plan.rollout.program.outputs[r]!,
  }));
  const measurements: Measurement[] = [];
  const add = (code: string, items: number, records: readonly number[]): void => {
    if (items > 0) measurements.push({ code, items, records: Int32Array.from(records) });
  };

  const moments = outputs.filter(({ kind }) => kind === 'moments');
  for (const variables of new Set(moments.map(({ output }) => valuesOf(output).length))) {
    const own = moments.filter(({ output }) => valuesOf(output).length === variables);
    const records = own.flatMap(({ cell, output }) => [cell, ...places(valuesOf(output))]);
    if (variables > 0) add(momentsShader(plan, variables), own.length, records);
  }
  const changes = outputs.filter(({ kind }) => kind === 'change');
  const records = changes.map(({ cell, output }) => {
    const compared = places(valuesOf(output));
    return [cell, compared.length / 2, ...compared];
  });
  let begin = changes.length;
  const begins = records.map(({ length }) => (begin += length) - length);
  add(changesShader(plan), changes.length, [...begins, ...records.flat()]);
  const rows = outputs.flatMap(({ kind, cell, output }) =>
    kind === 'values' ? places(valuesOf(output)).map((place, u) => [cell + u * samples, place]) : [],
  );
  add(valuesShader(plan), rows.length, rows.flat());
  return measurements;
}

function valuesOf(output: Output): readonly Value[] {
  return output.kind === 'joint' ? output.bits : output.pairs.flat();
}
