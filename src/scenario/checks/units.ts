import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { show, showNames } from '../document/show.js';
import { type Path, valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { operands, resolveReference } from '../variables.js';

const ANALOG = 'units: {kind: analog}';

/** What is said of units and variables goes with the family of units: tables and gates with bits, parameters with numbers. */
export function checkUnits(draft: Draft, faults: Faults): void {
  if (draft.units === null) return;
  if (draft.units.kind === 'analog') {
    checkAnalogOnly(draft, faults);
    if (draft.units.strength === 'gaussian' && draft.units.noise === 0) {
      faults.at(
        draft.tree,
        ['units', 'noise'],
        '0 with strengths from covariances, which may then be infinite; expected noise above 0, or strength: {bins: 8}',
      );
    }
  } else checkTablesOnly(draft, faults);
  checkGaussians(draft, faults);
}

/** Analog units have no tables, so nothing that is a table, and no bits that could flip. */
function checkAnalogOnly(draft: Draft, faults: Faults): void {
  const { tree } = draft;
  const refuse = (path: Path, expected: string): void => {
    if (valueAt(tree, path) !== undefined) faults.atKey(tree, path, `given for analog units; ${expected}`);
  };
  const noise = valueAt(tree, ['lattice', 'noise']);
  if (noise?.kind === 'scalar' && noise.value !== 0) {
    faults.at(
      tree,
      ['lattice', 'noise'],
      `${show(noise.value)} for analog units, which have no bit to flip; expected 0 and units.noise`,
    );
  }
  refuse(['genome', 'prior'], 'their parameters are N(0, scale²/K): expected units.scale instead');
  const begin = valueAt(tree, ['genome', 'begin']);
  if (begin !== undefined && !(begin.kind === 'scalar' && begin.value === 'prior')) {
    refuse(['genome', 'begin'], 'a gate is a table: expected prior');
  }
  if (draft.fixed.names.size > 0) refuse(['genome', 'fixed'], 'gates are tables: expected units that evolve');
  for (const name of sortedKeys(draft.demons.specs)) {
    const { kind } = draft.demons.specs[name]!;
    if (kind === 'hitchhiker' || kind === 'driver') continue;
    faults.at(
      tree,
      ['demons', name, 'kind'],
      `${show(kind)} for analog units, whose gates would be tables; expected one of hitchhiker, driver`,
    );
  }
}

/** Tables read bits, and a bit is redrawn as a whole. */
function checkTablesOnly(draft: Draft, faults: Faults): void {
  for (const name of gaussianNames(draft)) {
    faults.atKey(
      draft.tree,
      ['environment', name, 'gaussian'],
      `real numbers, for look-up tables, which read bits; expected ${ANALOG}, or a variable of bits such as fair`,
    );
  }
  for (const { path } of draft.variations) {
    const step = [...path, 'mutation', 'step'];
    if (valueAt(draft.tree, step) === undefined) continue;
    faults.atKey(draft.tree, step, `given for look-up tables, of which a bit is redrawn whole; expected ${ANALOG}`);
  }
}

/** Gates and copies work on bits, and a context holds a bit. */
function checkGaussians(draft: Draft, faults: Faults): void {
  const { tree, environment, contexts } = draft;
  const gaussians = new Set(gaussianNames(draft));
  const isReal = (text: string): boolean => gaussians.has(resolveReference(text, environment.specs)?.variable ?? '');
  for (const name of sortedKeys(environment.specs)) {
    const spec = environment.specs[name]!;
    const real = operands(spec).filter(isReal);
    if (real.length === 0) continue;
    faults.at(
      tree,
      ['environment', name, spec.kind],
      `${showNames(real)}, real numbers; expected variables of bits: a ${spec.kind} works bit by bit`,
    );
  }
  for (const name of sortedKeys(contexts.specs)) {
    for (const variable of sortedKeys(contexts.specs[name]!.set)) {
      // Of several numbers it is refused for its length.
      if (!gaussians.has(variable) || draft.lengths.get(variable) !== 1) continue;
      const path = ['contexts', name, 'set', variable];
      faults.atKey(tree, path, 'a variable of real numbers; expected one of a single bit, since it is set to 0 or 1');
    }
  }
}

function gaussianNames({ environment }: Draft): string[] {
  return sortedKeys(environment.specs).filter((name) => environment.specs[name]!.kind === 'gaussian');
}
