import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binaryDivergence } from '../../../src/pressure/held/binary-divergence.js';
import { checkInequalities } from '../../../src/run/pressure/inequalities.js';
import type { PressureOutcome } from '../../../src/run/pressure/outcome.js';
import type { ComparisonRow, Figure } from '../../../src/run/pressure/records.js';
import type { Summary } from '../../../src/run/results/summary.js';
import { queryTables } from '../../../src/store/query.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from '../scenario-text.js';
import { SMALL_PRESSURE, smallPressure } from './small-pressure.js';

const folder = temporaryFolder();
// Sixteen islands without migration: what is held is defined.
const ISLANDS = ['population={size: 30, islands: 16}', 'measure.every=23'];

async function comparedRun(name: string, more: string[] = []): Promise<PressureOutcome> {
  const overrides = [...ISLANDS, ...more];
  await runText(SMALL_SCENARIO, join(folder, name), { overrides: [SMALL_PRESSURE, ...overrides] });
  return smallPressure(join(folder, name), { overrides });
}

describe('the comparison with a run', () => {
  it('finds earned bits from the shares of individuals of the islands of odd number', async () => {
    const { summary, directory } = await comparedRun('earned');
    const { row, checks } = summary!.comparison;
    const { threshold, share, neededBits } = row.event!;
    const counted = await queryTables(
      directory,
      `SELECT sum(individuals) FILTER (value >= ${threshold}) / sum(individuals) FROM scores
       WHERE generation = 23 AND island % 2 = 1 AND score = 'fitness'`,
    );
    expect(share).toBeCloseTo(counted.rows[0]![0] as number, 12);
    expect(summary!.curve).toContainEqual(expect.objectContaining({ threshold, bits: neededBits, trusted: true }));
    const { bits, standardError } = row.earned as { bits: number; standardError: number };
    // The jackknife moves the plug-in by its bias, of the order of error² and well within the error.
    expect(Math.abs(bits - binaryDivergence(share, neededBits))).toBeLessThan(standardError);
    expect(row.efficiency).toBe(bits / row.descentAtEnd.bits!);
    expect(row.earnedPerSpent).toBe(bits / row.spent.bits!);
    expect(row.held).toMatchObject({ bits: expect.any(Number), standardError: expect.any(Number) });
    expect(checks.map(({ outcome }) => outcome)).toEqual([
      ...['holds', 'holds', 'holds', 'does not apply', 'does not apply', 'does not apply', 'holds'],
    ]);
    expect(checks.every(({ reason }) => reason.length > 0)).toBe(true);
  });

  it('finds the same for the one rewarded channel, named or not, whatever its reward', async () => {
    const named = ['pressure.on=through', 'selection={scheme: tournament, size: 3}', 'measure.every=1'];
    const [plain, dear] = await Promise.all([
      comparedRun('plain', named),
      comparedRun('dear', [...named, 'channels.through.reward=3']),
    ]);
    // Tournaments see the order of fitness alone: the populations are the same.
    expect(dear.summary!.comparison.row).toEqual(plain.summary!.comparison.row);
    expect(plain.summary!.comparison.row.event).not.toBeNull();
    const { descentAtOpening } = plain.summary!.comparison.row;
    const { rows } = await queryTables(
      plain.directory,
      `WITH mean AS (SELECT generation, avg(mean) AS bits FROM channels WHERE channel = 'through' GROUP BY generation),
       opened AS (SELECT min(generation) AS generation FROM mean WHERE bits >= (SELECT max_by(bits, generation) FROM mean) / 2)
       SELECT avg(bits_descent) FROM generations WHERE generation = (SELECT generation FROM opened)`,
    );
    expect(descentAtOpening.bits).toBeCloseTo(rows[0]![0] as number, 10);
    expect(descentAtOpening.bits).not.toBeCloseTo(plain.summary!.comparison.row.descentAtEnd.bits!, 3);
  });

  it('says what is to be done without a run', async () => {
    const { summary } = await smallPressure(join(folder, 'without'), { overrides: ISLANDS });
    const { checks, row } = summary!.comparison;
    expect(new Set(checks.map(({ outcome }) => outcome))).toEqual(new Set(['does not apply']));
    expect(row.earned).toEqual({ bits: null, reason: expect.stringMatching(/scarce run makes one/) });
  });
});

describe('the inequalities', () => {
  const figure = (bits: number, standardError: number | null): Figure => ({
    ...{ bits, standardError, atLeast: false, remark: null },
  });
  const row: ComparisonRow = {
    ...{ channel: 'through', needed: figure(16, 0.1), earned: figure(11, 0.5), held: figure(7, 0.5) },
    ...{ descentAtOpening: figure(20, null), descentAtEnd: figure(28, 1), spent: figure(12, 0.2) },
    ...{ event: { threshold: 0.5, share: 0.75, neededBits: 14 }, efficiency: 11 / 28, earnedPerSpent: 11 / 12 },
  };
  const over = (mean: number) => ({ mean, standardError: 0.1 });
  const run = (channel: number, joint: number, spent: number, order = 0): Summary =>
    ({
      ...{
        channels: [{ selection: { bits: over(channel), chance: 1 } }, { selection: { bits: over(-2), chance: 1 } }],
      },
      ...{ bitsJoint: over(joint), bitsSpent: over(spent), breaches: { identity: 0, order } },
    }) as unknown as Summary;
  const outcomeOf = (claim: string, of: ComparisonRow, summary: Summary | null = null): string =>
    checkInequalities(of, summary).find((check) => check.claim.startsWith(claim))!.outcome;

  it('are breached by what three standard errors of the difference do not explain, and by nothing less', () => {
    // √(0.5² + 0.2²) is 0.5385: 12 + 3 × 0.5385 = 13.6155.
    expect(outcomeOf('earned', { ...row, earned: figure(13.61, 0.5) })).toBe('holds');
    expect(outcomeOf('earned', { ...row, earned: figure(13.62, 0.5) })).toBe('breached');
    expect(outcomeOf('held ≤ expected', { ...row, held: figure(13.62, 0.5) })).toBe('breached');
    expect(outcomeOf('held ≤ expected', row)).toBe('holds');
  });

  it('hold at equality, as where nothing is selected', () => {
    const none = { ...row, earned: figure(0, 0), held: figure(0, 0), spent: figure(0, 0) };
    expect(outcomeOf('earned', none)).toBe('holds');
    expect(outcomeOf('held ≤ expected', none)).toBe('holds');
  });

  it('of one event hold for any share and any number of bits', () => {
    for (const share of [0, 1e-6, 0.3, 1 - 1e-9, 1]) {
      for (const neededBits of [1e-3, 1, 30, 2000]) {
        expect(outcomeOf('q·needed', { ...row, event: { threshold: 0.5, share, neededBits } })).toBe('holds');
      }
    }
  });

  it('of channels, jointly and in all are those of the run, and a breach at any step is one', () => {
    expect(outcomeOf('largest', row, run(5, 6, 7))).toBe('holds');
    expect(outcomeOf('largest', row, run(7, 7, 7))).toBe('holds');
    expect(outcomeOf('largest', row, run(6.1, 6, 7))).toBe('breached');
    expect(outcomeOf('largest', row, run(5, 7.1, 7))).toBe('breached');
    expect(outcomeOf('largest', row, run(5, 6, 7, 1))).toBe('breached');
  });

  it('that do not apply are named with the reason', () => {
    const none: Figure = { bits: null, reason: 'migration' };
    const checks = checkInequalities({ ...row, earned: none, held: none, event: null }, null);
    expect(checks.map(({ outcome, reason }) => [outcome, reason.length > 0])).toEqual(
      checks.map(() => ['does not apply', true]),
    );
    expect(checks[0]!.reason).toBe('migration');
  });
});
