import type { AnalogSpec } from '../../../scenario/scenario.js';
import { unitComplements } from '../../../system/complement.js';
import { drawParameter, type NormalPrior, parametersOf, stepParameter } from '../../../system/prior/normal.js';
import type { System } from '../../../system/system.js';
import type { SingleMove } from './moves.js';

/** The sign of a Float32 is its highest bit. */
const SIGN_BIT = 0x80000000;

/**
 * Moves of analog units, each of which leaves π as it is: loci drawn anew, autoregressive steps of a parameter, of a locus
 * and of all parameters (preconditioned Crank–Nicolson; Cotter et al. 2013), and, where the activation is odd, a unit
 * negated together with the weights by which it is read.
 *
 * @param counts of loci that one move draws anew
 */
export function analogMoves(system: System, counts: readonly number[]): SingleMove[] {
  const { locusCount, wordsPerLocus, ties } = system.genome;
  const prior = system.genome.prior as NormalPrior;
  const words = locusCount * wordsPerLocus;
  const moves = [
    ...counts.map((count) => redrawLoci(system, count)),
    stepRange(prior, 1, 1, words),
    stepRange(prior, 0.5, wordsPerLocus, locusCount),
    stepRange(prior, 0.2, wordsPerLocus, locusCount),
    stepRange(prior, 0.1, words, 1),
  ];
  if ((system.units as AnalogSpec).activation === 'relu') return moves;
  // What is tied follows what it copies: to negate it changes nothing.
  const tied = new Set(ties.map(({ to }) => Math.floor(to / wordsPerLocus)));
  const complements = unitComplements(system).filter((loci) => !loci.some(({ locus }) => tied.has(locus)));
  return complements.length === 0 ? moves : [...moves, negateUnit(complements, wordsPerLocus)];
}

/** Draws all parameters of `count` loci from π, at loci drawn with replacement. */
function redrawLoci({ genome }: System, count: number): SingleMove {
  const { locusCount, wordsPerLocus } = genome;
  return (loci, first, stream) => {
    const parameters = parametersOf(loci);
    for (let draw = 0; draw < count; draw++) {
      const from = first + stream.nextBelow(locusCount) * wordsPerLocus;
      for (let word = from; word < from + wordsPerLocus; word++) {
        parameters[word] = drawParameter(genome.prior as NormalPrior, stream);
      }
    }
    return 1;
  };
}

/** Lets every parameter of one of `ranges` neighbouring ranges of `width` words take a step; reversible with respect to π. */
function stepRange(prior: NormalPrior, step: number, width: number, ranges: number): SingleMove {
  return (loci, first, stream) => {
    const parameters = parametersOf(loci);
    const from = first + stream.nextBelow(ranges) * width;
    for (let word = from; word < from + width; word++) {
      parameters[word] = stepParameter(parameters[word]!, step, prior, stream);
    }
    return 1;
  };
}

/** Negates a unit's weights and bias, and the weights by which others read it: its own inverse, and π is even. */
function negateUnit(complements: ReturnType<typeof unitComplements>, wordsPerLocus: number): SingleMove {
  return (loci, first, stream) => {
    for (const { locus, inputs, output } of complements[stream.nextBelow(complements.length)]!) {
      for (let p = 0; p < wordsPerLocus; p++) {
        const isRead = ((inputs >>> p) & 1) === 1;
        if (isRead !== output) loci[first + locus * wordsPerLocus + p]! ^= SIGN_BIT;
      }
    }
    return 1;
  };
}
