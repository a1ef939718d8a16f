import { type ColumnSpec, double, integer, type TableSpec, text } from '../../base/table.js';

const generation = integer('generation', 'generations', 'Generation measured; 0 is the first population.');
const island = integer('island', '1', 'Island, from 0.');
const context = text('context', 'Context of the environment; `all` where the scenario names none.');
const channel = text('channel', 'Channel, as named in the scenario.');
const ledger = (unit: string): ColumnSpec[] => [
  double('selection', unit, 'Σ (p − 1/N) z, p the expected parentage, summed over the steps since the previous row.'),
  double('drift', unit, 'Σ (n/N − p) z, n the children of each (two parents half each), summed likewise.'),
  double(
    'transmission',
    unit,
    'Mean over children of z − z of the parent (of two, their mean): mutation, recombination and a changed stimulus; ' +
      'summed likewise.',
  ),
  double('migration', unit, 'Change of the mean by exchange between islands, summed likewise.'),
];
const row = integer('row', 'sites', 'Row of the map, from 0 at the top.');
const column = integer('column', 'sites', 'Column of the map, from 0 at the left.');

/**
 * The result tables of a run. Names, columns, units and the order of rows are a contract with whoever reads them from
 * Python, R or SQL: a change is an entry in the changelog.
 */
export const tableSpecs = {
  generations: {
    name: 'generations',
    meaning: 'Fitness, diversity and bits of selection of each island.',
    order: ['generation', 'island'],
    columns: [
      generation,
      island,
      double('fitness_mean', 'bits', 'Mean fitness over the island.'),
      double('fitness_max', 'bits', 'Largest fitness on the island.'),
      integer('genotypes', '1', 'Number of distinct genotypes.'),
      double(
        'bits_per_parent',
        'bits per parent draw',
        'Sum over the steps since the previous row of B = Σ p log2(N p), p the expected parentage; 0 at generation 0.',
      ),
      double(
        'bits_spent',
        'bits',
        'Sum over the steps since the previous row of parent draws times B, draws = N (1 + crossover rate).',
      ),
      double(
        'bits_joint',
        'bits',
        'Sum over the steps since the previous row of draws times the least bits per parent draw that move the mean ' +
          'strengths of all channels at once as selection moved them.',
      ),
      double(
        'bits_descent',
        'bits',
        'Mean over individuals of Σ log2(N p) along the line of descent since generation 0: a level, not a sum. ' +
          'With crossover a child carries the mean of its parents.',
      ),
    ],
  },
  channels: {
    name: 'channels',
    meaning:
      'Strength of each channel over the individuals of an island, corrected for finite samples (exact under the ' +
      'evaluator exact).',
    order: ['generation', 'island', 'context', 'channel'],
    columns: [
      generation,
      island,
      context,
      channel,
      double('mean', 'bits', 'Mean strength over the island.'),
      double('sd', 'bits', 'Standard deviation of strength between individuals (divisor N − 1; 0 for one individual).'),
      double('min', 'bits', 'Smallest strength; the correction can make it negative.'),
      double('q05', 'bits', '5 % quantile of strength.'),
      double('q50', 'bits', 'Median strength.'),
      double('q95', 'bits', '95 % quantile of strength.'),
      double('max', 'bits', 'Largest strength.'),
      double(
        'influence',
        '1',
        'Mean probability that what is read at the sink changes when one site of the source is flipped, all else ' +
          'equal; null where that is out of the reach of the evaluator exact.',
      ),
      double(
        'rewarded',
        'bits',
        'Mean information between what is read and its target, corrected; null for a channel without reward.',
      ),
      double(
        'open',
        '1',
        'Fraction of individuals whose strength has p < 0.001 in a G-test; null under the evaluator exact.',
      ),
      ...ledger('bits'),
      double(
        'bits',
        'bits',
        'Bits of selection of the channel: sum over the steps since the previous row of draws times the least bits per ' +
          'parent draw that move its mean strength as selection moved it, negative where it was moved down.',
      ),
      double(
        'bits_chance',
        'bits',
        'Sum likewise of draws times (Σ p² − 1/N) / (2 ln 2): what a trait unrelated to fitness gets, without its sign.',
      ),
    ],
  },
  traits: {
    name: 'traits',
    meaning:
      'Why the means of traits other than channel strengths changed: fitness, and the presence of each demon in each context.',
    order: ['generation', 'island', 'context', 'trait'],
    columns: [
      generation,
      island,
      text('context', 'Context; of fitness, which is over all of them, `all`, or the only one there is.'),
      text('trait', 'Trait: `fitness`; a demon by its name: 1 where its payload has more than 0.1 bits, else 0.'),
      double('mean', 'bits; of a presence 1', 'Mean over the island: of a presence the share of individuals.'),
      ...ledger('bits; of a presence 1'),
    ],
  },
  matrix: {
    name: 'matrix',
    meaning: 'Every write port to every read port, over all individuals of all islands.',
    order: ['generation', 'context', 'source', 'sink'],
    columns: [
      generation,
      context,
      text('source', 'Write port.'),
      text('sink', 'Read port.'),
      double('bits', 'bits', 'Mean strength, weights known, corrected.'),
      double('influence', '1', 'Mean influence, as in the channels table.'),
      double(
        'bits_unknown',
        'bits',
        'Information with the weights unknown: of the joint counts pooled over individuals, jackknifed over blocks of them.',
      ),
    ],
  },
  footprint: {
    name: 'footprint',
    meaning: 'Where a channel runs: information between its source and each unit that can still reach its sink.',
    order: ['generation', 'context', 'channel', 'row', 'column'],
    columns: [
      generation,
      context,
      channel,
      row,
      column,
      double(
        'bits',
        'bits',
        'Mean over the first 64 individuals of each island of the information between the source and the state of the ' +
          'unit at the last tick at which it can still reach the sink, corrected.',
      ),
    ],
  },
  champions: {
    name: 'champions',
    meaning: 'The fittest individual of each island (the first of equals).',
    order: ['generation', 'island'],
    columns: [
      generation,
      island,
      double('fitness', 'bits', 'Its fitness.'),
      text('genome', 'Its tables: loci row-major, max(1, 2^K / 4) hexadecimal digits each.'),
    ],
  },
  held: {
    name: 'held',
    meaning:
      'Bits held by each locus, by the map of classes of tables: what the populations of all islands have in common ' +
      'that the prior has not.',
    order: ['generation', 'row', 'column'],
    columns: [
      generation,
      row,
      column,
      double(
        'bits',
        'bits',
        "Divergence of the law of the class of the locus' table from its law under the prior, bias-corrected by a jackknife " +
          'over islands; null where it is not defined (the summary says why). A shared locus stands at its first unit.',
      ),
      double('standard_error', 'bits', 'Standard error of `bits` by the same jackknife.'),
    ],
  },
  constraint: {
    name: 'constraint',
    meaning: "What each locus of an island's champion is bound to, the rest of the genotype as it is.",
    order: ['generation', 'island', 'context', 'row', 'column'],
    columns: [
      generation,
      island,
      context,
      row,
      column,
      double(
        'bits',
        'bits',
        '−log2 of the share of tables, weighed by the prior, that in place of its own keep at least half of the ' +
          "champion's fitness in this context; 0 where that is 0; null where none of 256 draws does. A shared locus stands at its first unit.",
      ),
    ],
  },
  scores: {
    name: 'scores',
    meaning:
      'How many individuals have which fitness, and are paid how much by each of several rewarded channels and contexts.',
    order: ['generation', 'island', 'score', 'value'],
    columns: [
      generation,
      island,
      text(
        'score',
        '`fitness`; where several channels are rewarded, also the name of each of them (over all contexts by their weights); where there are several contexts, also `channel@context`.',
      ),
      double('value', 'bits', 'The score: of a channel the information that it is paid for, before its weight.'),
      integer('individuals', '1', 'Individuals of the island with exactly this value.'),
    ],
  },
  coupling: {
    name: 'coupling',
    meaning:
      'How strengths of unintended channels U go along with those of intended ones I: κ = Cov(U, I) / Var(I), by split ' +
      'halves. U is the strength in the context, I the strength over contexts by their weights, which is what selection sees.',
    order: ['generation', 'island', 'context', 'intended', 'unintended', 'place'],
    columns: [
      generation,
      integer('island', '1', 'Island, from 0; null for all islands together.'),
      text('context', 'Context in which U is measured; `all` where the scenario names none.'),
      text('intended', 'I: a channel with a reward.'),
      text('unintended', 'U: a channel without.'),
      text(
        'place',
        '`prior`: over genotypes drawn from the prior; `mutational`: E[ΔU ΔI] / E[ΔI²] over one-change mutants of such ' +
          'genotypes; `population`: over the individuals of the generation. The first two at generation 0 only.',
      ),
      double(
        'kappa',
        'bits per bit',
        'κ(U ← I): response of mean U, per bit by which mean I moves, to weak selection on I; null where not defined.',
      ),
      double(
        'standard_error',
        'bits per bit',
        'Standard error of `kappa`, by leaving out blocks of genotypes that share a stimulus, for `population` islands; on ' +
          'a single island of a population individuals, which are kin: an error of this population only.',
      ),
      double('reverse', 'bits per bit', 'κ(I ← U) = Cov(U, I) / Var(U), likewise; null where not defined.'),
      double('effective', '1', 'Effective number of individuals or genotypes that Var(I) rests on: (Σd)² / Σd².'),
      integer('defined', '1', '1 where `kappa` is defined, else 0.'),
      double('reverse_error', 'bits per bit', 'Standard error of `reverse`, as that of `kappa`.'),
      double('degrees', '1', "Degrees of freedom of `standard_error`, for intervals by Student's t; at least 3."),
      double('reverse_degrees', '1', 'Degrees of freedom of `reverse_error`, likewise.'),
      text('reason', 'Why `kappa` is not defined; null where it is.'),
      text('reverse_reason', 'Why `reverse` is not defined; null where it is.'),
    ],
  },
  slopes: {
    name: 'slopes',
    meaning:
      'How the slopes ΣΔU ΔI / ΣΔI² of single genotypes over their mutants are spread: `mutational` κ is their mean, ' +
      'weighed by ΣΔI², and hides changes of sign.',
    order: ['generation', 'island', 'context', 'intended', 'unintended'],
    columns: [
      generation,
      integer('island', '1', 'Island, from 0; null for all islands together.'),
      text('context', 'Context in which U is measured; `all` where the scenario names none.'),
      text('intended', 'I: a channel with a reward.'),
      text('unintended', 'U: a channel without.'),
      integer('genotypes', '1', 'Genotypes drawn from the prior whose mutants were measured.'),
      integer(
        'with_slope',
        '1',
        'How many of them have mutants that differ in I by more than sampling: only these have a slope.',
      ),
      integer('negative', '1', 'How many of these slopes are below 0.'),
      ...[5, 25, 50, 75, 95].map((q) =>
        double(
          `q${String(q).padStart(2, '0')}`,
          'bits per bit',
          `${q} % quantile of the slopes; null where there is none.`,
        ),
      ),
    ],
  },
  environment: {
    name: 'environment',
    meaning: 'Exact mutual information between every two variables (elements) of the environment.',
    order: ['first', 'second'],
    columns: [
      text('first', 'Element of the environment.'),
      text('second', 'Element of the environment; equal to `first` on the diagonal.'),
      double(
        'bits',
        'bits',
        'Exact mutual information, on the diagonal the entropy; null where the exact computation would be too large.',
      ),
    ],
  },
} as const satisfies Record<string, TableSpec>;

export type TableName = keyof typeof tableSpecs;
