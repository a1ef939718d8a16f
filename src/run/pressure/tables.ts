import { double, integer, type TableSpec, text } from '../../base/table.js';

const threshold = double(
  'threshold',
  'bits',
  't of {score ≥ t}, or, closing, of {score ≤ t}. The first level is the prior itself: 0, or, closing, the largest score drawn.',
);
const context = text(
  'context',
  'Context of the environment; `all` where the scenario names none, and of a score over several.',
);
const channel = text(
  'channel',
  'Channel, as named in the scenario; `fitness` is the score itself, measured on the second stimulus.',
);

/** The result tables of a pressure curve: a contract, as those of a run. */
export const pressureTables = {
  curve: {
    name: 'curve',
    meaning: 'What each repeat found at each of its levels. Levels inside a plateau of equal scores have no rows.',
    order: ['repeat', 'level', 'context', 'channel'],
    columns: [
      integer('repeat', '1', 'Repeat, from 0.'),
      integer('level', '1', 'Level, from 0, which is the prior itself.'),
      threshold,
      double('bits', 'bits', '−log2 of the estimated probability of the set under the prior.'),
      double('bits_se', 'bits', 'Standard error of `bits` as it is with ideal mixing.'),
      context,
      channel,
      double('mean', 'bits', 'Mean over the particles of strength (of the score: its value), on the second stimulus.'),
      double(
        'standard_error',
        'bits',
        'Scatter of `mean` over particles, as if they were independent: too small where ancestors are few.',
      ),
      double('influence', '1', 'Mean influence over the particles; null for the score, and where it is out of reach.'),
      double('influence_error', '1', 'Its scatter over particles, likewise.'),
      double(
        'acceptance',
        '1',
        'Share of moves by which a particle became another genotype; 1 at level 0, whose draws are fresh.',
      ),
      integer('ancestors', '1', 'Distinct particles of level 0 from which those of this level descend.'),
    ],
  },
  pooled: {
    name: 'pooled',
    meaning:
      'The curve of all repeats together: the levels of one of them, and the threshold asked for as the last. Thresholds fall where the direction is close.',
    order: ['threshold', 'context', 'channel'],
    columns: [
      threshold,
      double(
        'bits',
        'bits',
        '−log2 of the mean over repeats of the estimated probability of the set under the prior; null where no repeat ' +
          'reached it.',
      ),
      double('bits_se', 'bits', 'Its standard error by jackknife over repeats; null where fewer than two reached it.'),
      context,
      channel,
      double('mean', 'bits', 'Mean strength over the set under the prior (of the score: its value), second stimulus.'),
      double('standard_error', 'bits', 'Its standard error by jackknife over repeats.'),
      double('influence', '1', 'Mean influence likewise; null for the score, and where it is out of reach.'),
      double('influence_error', '1', 'Its standard error by jackknife over repeats.'),
      integer(
        'trusted',
        '1',
        '1 while bits < samples × threshold − 10, so that what is in the set is not there by luck; else 0.',
      ),
      integer('reached', '1', 'Repeats in which some particle was in the set.'),
    ],
  },
} as const satisfies Record<string, TableSpec>;

export type PressureTableName = keyof typeof pressureTables;
