import { describe, expect, it } from 'vitest';
import { formatCoupling } from '../../src/cli/format-coupling.js';
import type { CoupledPairSummary } from '../../src/run/results/coupling-summary.js';

const slope = (mean: number, standardError: number) => ({ mean, standardError });
const few = { reason: 'the variation of the intended channel is carried by too few' };
const noise = { reason: 'the variation of the unintended channel is within 3 standard errors of 0' };

const pair = (context: string, unintended: string, quantiles: readonly number[] | null): CoupledPairSummary => ({
  ...{ context, intended: 'through', unintended },
  prior: { forward: slope(-0.32011, 0.00449), reverse: slope(0.0004, 0.012) },
  mutational: { forward: few, reverse: noise },
  population: { forward: few, reverse: slope(1.25, 0.3) },
  local: { genotypes: 6400, withSlope: quantiles === null ? 0 : 3000, negative: 1000, quantiles },
});
const spread = [-2.218, -0.5, -0.3, 0.99, 1.006];

describe('the coupling derivatives in a summary', () => {
  it('stand both ways beside their errors, and what is not defined bears a letter that is explained', () => {
    expect(formatCoupling([pair('all', 'leak', spread)])).toEqual([
      'coupling: bits of one channel that come with a bit of another, by weak selection for the latter',
      '',
      'bits of  per bit of  prior          mutants          population',
      '-------  ----------  -------------  ---------------  ---------------',
      'leak     through     -0.320 ±0.004  not defined (a)  not defined (a)',
      'through  leak        0.000 ±0.012   not defined (b)  1.250 ±0.300',
      '(a) the variation of the intended channel is carried by too few',
      '(b) the variation of the unintended channel is within 3 standard errors of 0',
      'prior and mutants at generation 0; population at the end, errors over islands',
      '',
      'slopes of single genotypes of the prior over their mutants, where these differ: quantiles',
      '',
      'bits of  per bit of  genotypes     negative  5 %    25 %   50 %   75 %  95 %',
      '-------  ----------  ------------  --------  -----  -----  -----  ----  ----',
      'leak     through     3000 of 6400  33 %      -2.22  -0.50  -0.30  0.99  1.01',
      '',
    ]);
  });

  it('name the context where there are several, and have no slopes where no genotype has one', () => {
    const lines = formatCoupling([pair('deployment', 'leak', null), pair('training', 'leak', null)]);
    expect(lines).toContain('leak     through     deployment  -0.320 ±0.004  not defined (a)  not defined (a)');
    expect(lines.join('\n')).toContain('the context is that of the channel without reward');
    expect(lines.join('\n')).not.toContain('slopes');
  });

  it('fit a hundred columns, and leave what is more than a dozen to the table', () => {
    const many = Array.from({ length: 15 }, (_, n) => pair('deployment', `payload${n}`, spread));
    const lines = formatCoupling([...many, pair('training', 'leak', spread)]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines).toContain('and 4 more pairs: see the coupling table');
    expect(lines.filter((line) => line.startsWith('payload')).length).toBe(24);
  });

  it('are silent where nothing is coupled', () => {
    expect(formatCoupling([])).toEqual([]);
  });
});
