import type { RepeatState } from '../../../pressure/splitting/repeat.js';
import type { Genotypes } from '../../../system/enumerate-genotypes.js';
import { genomeHex, genotypeWords } from '../../../system/genome.js';
import type { System } from '../../../system/system.js';
import type { MeasuredGenotypes } from '../task.js';
import type { Question } from './claims.js';

/** Examples of a witness, at most. */
const EXAMPLES = 4;

/** Gives the text of a numbered genotype. */
export function genotypeText({ genome }: System, genotypes: Genotypes): (genotype: number) => string {
  const loci = new Uint32Array(genome.locusCount);
  return (genotype) => {
    genotypes.write(genotype, loci, 0);
    return genomeHex(loci, 0, genome);
  };
}

interface Found {
  readonly value: number;
  readonly text: () => string;
}

/** The texts of those with the largest values, each text once. */
function strongest(found: readonly Found[]): string[] {
  const texts = new Set<string>();
  for (const { text } of [...found].sort((a, b) => b.value - a.value)) {
    if (texts.size === EXAMPLES) break;
    texts.add(text());
  }
  return [...texts];
}

/** Of a splitting: particles of the repeats' last levels. */
export function strongestParticles({ genome }: System, repeats: readonly RepeatState[]) {
  return (threshold: number, { observable }: Question): string[] =>
    strongest(
      repeats.flatMap(({ levels, genotypes }) => {
        const { scores, observables } = levels.at(-1)!;
        const width = observables.length / scores.length;
        return Array.from(scores.keys()).flatMap((i): Found[] => {
          if (scores[i]! < threshold) return [];
          const text = (): string => genomeHex(genotypes, i * genotypeWords(genome), genome);
          return [{ value: observables[i * width + observable]!, text }];
        });
      }),
    );
}

/** Of enumerated genotypes on several stimuli: those with a large enough score on each of them, by their mean. */
export function strongestGenotypes(system: System, genotypes: Genotypes, measured: readonly MeasuredGenotypes[]) {
  const hex = genotypeText(system, genotypes);
  return (threshold: number, { observable }: Question): string[] =>
    strongest(
      Array.from({ length: genotypes.count }, (_, g) => g)
        .filter((g) => measured.every(({ scores }) => scores[g]! >= threshold))
        .map((g) => ({
          value: measured.reduce((sum, { observables }) => {
            return sum + observables[(g * observables.length) / genotypes.count + observable]!;
          }, 0),
          text: () => hex(g),
        })),
    );
}
