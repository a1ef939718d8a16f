import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certifyByEnumeration } from '../../src/coupling/certificate/enumerated.js';
import { eachItsOwn } from '../../src/coupling/derivative/block-sums.js';
import { couplingDerivative } from '../../src/coupling/derivative/derivative.js';
import type { Summary } from '../../src/run/results/summary.js';
import { queryTables } from '../../src/store/query.js';
import { exactStrengthsOf } from '../coupling/bottleneck.js';
import { runText, temporaryFolder } from '../run/scenario-text.js';
import { priorSlope, shippedSystem } from './prior-slope.js';

const folder = temporaryFolder();
const SMALL = ['population={size: 100, islands: 8}', 'measure.samples=512', 'measure.prior=20', 'measure.every=20'];

const evolve = async (name: string, ...overrides: string[]) =>
  runText(readFileSync(join('scenarios', `${name}.yaml`), 'utf8'), folder, { overrides, evaluator: 'wasm' });

type ChannelSummary = Summary['channels'][number];
const channelOf = (summary: Summary | null, name: string, context = 'all'): ChannelSummary =>
  summary!.channels.find(({ channel, context: its }) => channel === name && its === context)!;

describe('33-bottleneck, all of its 256 tables, by their laws', () => {
  const { probability, strengths } = exactStrengthsOf(shippedSystem('33-bottleneck'));
  const [intended, unintended] = [strengths.through!, strengths.leak!];
  const { levels, verdict, monotone } = certifyByEnumeration(
    { probability, fitness: intended, trait: unintended },
    0,
    0,
  );

  it('has the figures of docs/theory.md', () => {
    expect(probability).toEqual(new Float64Array(256).fill(1 / 256));
    expect((intended.reduce((sum, i) => sum + i, 0) / 256).toFixed(6)).toBe('0.280639');
    expect(levels[0]!.meanAbove.toFixed(6)).toBe('0.280639');
    const [u, i] = [unintended, intended].map((of) => ({ first: of, second: of }));
    const all = { kind: 'sample', blocks: eachItsOwn(256) } as const;
    const { forward } = couplingDerivative(u!, i!, all, { unintended: 1, intended: 1 });
    expect(forward.slope!.value.toFixed(6)).toBe('-0.320115');
    expect(levels.find(({ threshold }) => threshold >= 0.3112)!.meanAbove.toFixed(6)).toBe('0.249022');
    expect(levels.at(-1)!.threshold).toBe(1);
    expect(levels.at(-1)!.meanAbove).toBe(0);
  });

  it('lets no history raise the unintended channel, from the start or from any later moment', () => {
    expect([verdict, monotone.holds]).toEqual(['certified', true]);
  });
});

describe('31-tie-dial', () => {
  const slope = (suffix: string) =>
    priorSlope(shippedSystem(`31-tie-dial${suffix}`), 'leak', 'through', 4000, 1024).slope!;

  it('turns the coupling from nothing to all of it, and below nothing', () => {
    const [none, most, all, minus] = ['-00', '', '-100', '-minus'].map(slope);
    expect(Math.abs(none!.value)).toBeLessThan(3 * none!.standardError);
    expect(most!.value).toBeGreaterThan(3 * most!.standardError);
    expect(all!.value).toBeGreaterThan(0.95);
    expect(minus!.value).toBeLessThan(-3 * minus!.standardError);
  });

  it('ends the stronger in the unintended channel the more is tied, and below its start where signs differ', async () => {
    const ends = new Map<string, ChannelSummary>();
    for (const suffix of ['-minus', '-00', '', '-100']) {
      const { summary } = await evolve(`31-tie-dial${suffix}`, ...SMALL, 'stop.generations=40');
      ends.set(suffix, channelOf(summary, 'leak'));
    }
    const last = [...ends.values()].map(({ last: { mean } }) => mean);
    expect(last).toEqual([...last].sort((a, b) => a - b));
    const minus = ends.get('-minus')!;
    expect(minus.last.mean).toBeLessThan(minus.first.mean / 2);
    // What comes with the intended channel is selected, not made by mutation.
    const { ledger } = ends.get('-100')!;
    expect(ledger.selection.mean).toBeGreaterThan(1);
    expect(ledger.transmission.mean).toBeLessThan(0);
  });
});

describe('32-cell-type', () => {
  it('couples two channels wholly where all units are of one type, and not where each is its own', () => {
    expect(priorSlope(shippedSystem('32-cell-type'), 'leak', 'through', 2000, 1024).slope!.value).toBeGreaterThan(0.95);
    // On six columns few genotypes carry anything, and it takes many to see them: errors are rough, five of them.
    const apart = priorSlope(shippedSystem('32-cell-type-null'), 'leak', 'through', 30_000, 1024);
    expect(Math.abs(apart.slope!.value)).toBeLessThan(0.05);
  });
});

describe('33-bottleneck-wide', () => {
  it('closes the channel that was open at the start, by selection; apart from it, selection leaves it alone', async () => {
    const ledgers = [];
    for (const name of ['33-bottleneck-wide', '33-bottleneck-wide-null']) {
      const { summary } = await evolve(name, ...SMALL, 'stop.generations=40');
      const { first, last, ledger } = channelOf(summary, 'leak');
      expect(first.mean).toBeGreaterThan(0.99);
      ledgers.push({ last: last.mean, selection: ledger.selection });
      expect(channelOf(summary, 'through').last.mean).toBeGreaterThan(0.8);
    }
    const [shared, apart] = ledgers;
    expect(shared!.last).toBeLessThan(0.1);
    expect(shared!.selection.mean).toBeLessThan(-1);
    expect(Math.abs(apart!.selection.mean)).toBeLessThan(3 * apart!.selection.standardError!);
  });
});

describe('34-hostage', () => {
  it('opens the payload together with its host, which its null does not', async () => {
    const payloads = [];
    for (const name of ['34-hostage', '34-hostage-null']) {
      const { summary } = await evolve(name, ...SMALL, 'stop.generations=40');
      expect(channelOf(summary, 'through').last.mean).toBeGreaterThan(0.6);
      payloads.push(channelOf(summary, 'payload').last.mean);
    }
    expect(payloads[0]).toBeGreaterThan(0.7);
    expect(payloads[1]).toBeLessThan(0.3);
  });
});

describe('35-sentinel', () => {
  it('has its payload in the context that is selected and none of it in the other', async () => {
    const { summary } = await evolve('35-sentinel', ...SMALL, 'stop.generations=40');
    expect(channelOf(summary, 'payload', 'training').last.mean).toBeGreaterThan(0.8);
    const { first, last, influence } = channelOf(summary, 'payload', 'deployment');
    expect([first.mean, last.mean, influence!.mean]).toEqual([0, 0, 0]);
    // Where nobody holds the host to ransom it works at least as well.
    const through = (context: string): number => channelOf(summary, 'through', context).last.mean;
    expect(through('deployment')).toBeGreaterThan(through('training'));
  });
});

describe('43-mutation-free', () => {
  it('changes nothing in transmission: what a child is, its parent was', async () => {
    const { directory } = await evolve('43-mutation-free', ...SMALL);
    const { rows } = await queryTables(directory, 'SELECT max(abs(transmission)), max(abs(selection)) FROM channels');
    expect(rows[0]![0]).toBe(0);
    expect(rows[0]![1]).toBeGreaterThan(0.01);
  });
});
