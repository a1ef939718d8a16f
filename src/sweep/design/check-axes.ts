import type { Faults } from '../../scenario/document/faults.js';
import { showOption } from '../../scenario/document/show.js';
import type { Tree } from '../../scenario/document/tree.js';
import type { PlannedAxis } from './axis.js';
import { TAKEN_NAMES } from './axis-names.js';
import type { Setting } from './read-base.js';
import { pathOf } from './setting.js';

/** Refuses names that are columns already. */
export function checkAxisNames(names: readonly string[], tree: Tree, faults: Faults): void {
  for (const name of names.filter((name) => TAKEN_NAMES.has(name)))
    faults.atKey(tree, ['axes', name], 'a column of the merged tables has this name; expected another');
}

/** Where one path is the other or leads to it. */
const overlap = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** Refuses axes that set one and the same key: which one holds would hang on their order. */
export function checkKeys(
  axes: readonly PlannedAxis[],
  settings: readonly Setting[],
  tree: Tree,
  faults: Faults,
): void {
  const all = axes.flatMap(({ name, paths }) => paths.map((path) => ({ name, path })));
  all.forEach(({ name, path }, i) => {
    const other = all.slice(0, i).find((before) => overlap(before.path, path));
    if (other === undefined) return;
    if (other.name !== name) {
      faults.atKey(
        tree,
        ['axes', name],
        `sets ${path}, and axis ${other.name} ${other.path}; expected one axis to do so`,
      );
    } else {
      faults.atKey(tree, ['axes', name], `sets ${other.path} and ${path}, one inside the other; expected one of them`);
    }
  });
  // A level may leave a key as it is; a value never does.
  for (const { text, path } of settings) {
    const axis = axes.find(({ levels, paths }) => {
      const always = levels === null || levels.every(({ settings }) => settings.length === paths.length);
      return always && paths.includes(pathOf(text));
    });
    if (axis === undefined) continue;
    const message = `has no effect, since axis ${axis.name} sets ${pathOf(text)} in every point; expected one of them`;
    if (path !== null) faults.atKey(tree, path, message);
    else faults.add({ option: `--set ${showOption(text)}`, index: 0 }, [], message);
  }
}
