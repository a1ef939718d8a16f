import { FaultList } from '../../base/errors.js';
import { MOST_FAULTS } from '../limits.js';
import { showPath } from './show.js';
import { keyPlace, type Path, type Place, type Tree, valueAt } from './tree.js';

interface Fault {
  readonly place: Place;
  readonly text: string;
}

/** Collects what is wrong with a document, so that all of it is reported at once. */
export class Faults {
  private readonly found: Fault[] = [];

  /** @param file name of the file, as the user gave it */
  constructor(private readonly file: string) {}

  get count(): number {
    return this.found.length;
  }

  /** @param message what was given; what is expected */
  add(place: Place, path: Path, message: string): void {
    const where = path.length === 0 ? '' : `${showPath(path)}: `;
    this.found.push({ place, text: `${where}${message}` });
  }

  /** A fault of the value at a path, placed at it or, where the document has no such value, at what would hold it. */
  at(tree: Tree, path: Path, message: string): void {
    this.add(valueAt(tree, path)?.place ?? this.holderPlace(tree, path), path, message);
  }

  /** A fault of a key rather than of its value. */
  atKey(tree: Tree, path: Path, message: string): void {
    this.add(keyPlace(tree, path) ?? this.holderPlace(tree, path), path, message);
  }

  private holderPlace(tree: Tree, path: Path): Place {
    for (let length = path.length - 1; length > 0; length--) {
      const place = keyPlace(tree, path.slice(0, length));
      if (place !== undefined) return place;
    }
    return tree.place;
  }

  /** @throws FaultList with every fault found, in the order of the file and then of the options; returns if there is none */
  throwIfAny(): void {
    if (this.found.length === 0) return;
    const lines = [...this.found]
      .sort((a, b) => comparePlaces(a.place, b.place))
      .map(({ place, text }) => `${this.prefix(place)}: ${text}`);
    const distinct = [...new Set(lines)];
    const left = distinct.length - MOST_FAULTS;
    throw new FaultList(
      left > 0 ? [...distinct.slice(0, MOST_FAULTS), `${this.file}: ${left} more faults are not listed`] : distinct,
    );
  }

  private prefix(place: Place): string {
    return 'option' in place ? place.option : `${this.file}:${place.line}:${place.column}`;
  }
}

function comparePlaces(a: Place, b: Place): number {
  if ('option' in a) return 'option' in b ? a.index - b.index : 1;
  return 'option' in b ? -1 : a.line - b.line || a.column - b.column;
}
