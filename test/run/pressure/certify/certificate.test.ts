import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../../src/run/pressure/certify/records.js';
import { runPressure } from '../../../../src/run/pressure/pressure.js';
import { verifyRun } from '../../../../src/run/verify.js';
import { runOptions, temporaryFolder } from '../../scenario-text.js';
import { smallPressure } from '../small-pressure.js';

const folder = temporaryFolder();

/** A unit that reads A, zero and C is copied to both sinks: THEORY §9's bottleneck, 256 tables. */
const BOTTLENECK = `
name: bottleneck
seed: 3
lattice:
  map: |
    A . B
    # # .
    C # D
  neighbours: [[0, -1], [-1, 0], [1, -1]]
  border: zero
environment: {x: fair, z: fair}
ports:
  A: {write: x}
  B: {read: true, target: x}
  C: {write: z}
  D: {read: true}
channels:
  through: {from: A, to: B, reward: 1}
  leak: {from: C, to: D}
variation: {mutation: {perGenome: 0}}
pressure: {until: {strength: 0.9}, particles: 100, moves: 4}
stop: {generations: 3}
`;

/** One table of 8 bits for all units, among borders and start states too many for exact laws. */
const WIDE_CELL_TYPE = `
name: wide
seed: 5
lattice:
  map: |
    u u u u u u
    u u u u u u
    u A u u B u
    u u u u u u
    u C u u D u
    u u u u u u
    u u u u u u
  neighbours: [[-1, 0], [0, -1], [1, 0]]
  ticks: 8
environment: {x: fair, z: fair}
ports:
  A: {write: x}
  B: {read: true, target: x}
  C: {write: z}
  D: {read: true}
channels:
  through: {from: A, to: B, reward: 1}
  leak: {from: C, to: D}
genome: {shared: [[u, B, D]]}
measure: {samples: 512}
pressure: {until: {strength: 0.5}, particles: 50, moves: 3}
stop: {generations: 3}
`;

function certificateOf(directory: string): Certificate {
  return JSON.parse(readFileSync(join(directory, 'pressure', 'certificate.json'), 'utf8')) as Certificate;
}

async function certify(name: string, overrides: string[] = [], evaluator = 'reference', workers = 0) {
  const { onProgress: _, ...options } = runOptions(BOTTLENECK, join(folder, name), { overrides, evaluator, workers });
  const outcome = await runPressure(options);
  return { ...outcome, certificate: certificateOf(outcome.directory) };
}

describe('a certificate', () => {
  it('is by enumeration with exact laws where few bits matter, whatever the evaluator of the curve', async () => {
    const { certificate, summary, directory } = await certify('enumerated');
    expect(certificate.claims.map(({ unintended, quantity }) => `${unintended} ${quantity}`)).toEqual([
      'leak strength',
      'leak influence',
    ]);
    for (const claim of certificate.claims) {
      expect(claim).toMatchObject({ intended: 'fitness', context: 'all', method: 'enumeration' });
      expect(claim.levels[0]).toMatchObject({ bits: 0, rise: 0 });
      const rises = claim.levels.map(({ rise }) => rise!);
      const largest = Math.max(...rises);
      expect(claim.verdict).toBe(largest <= 0.01 ? 'certified' : 'refuted');
      expect(claim.margin).toBeCloseTo(0.01 - largest, 12);
      expect(claim.witness === null).toBe(claim.verdict === 'certified');
      expect(claim.monotone).not.toBeNull();
      // The laws are exact, and what a run selects by is sampled all the same.
      expect(claim.assumptions).toEqual([
        expect.stringMatching(/^sampled fitness: selection sees \d+ samples/),
        'finite populations: 500 individuals on an island',
      ]);
    }
    const [strength] = summary!.predictions;
    expect(strength!.start!.standardError).toBe(0);
    expect(strength!.start!.mean).toBeCloseTo(certificate.claims[0]!.levels[0]!.mean!, 12);
    // What else the summary says is of the curve, which is by splitting all the same.
    expect(summary!.curve.length).toBeGreaterThan(1);
    const { status } = await verifyRun(directory, { storedOnly: false, workers: 0, packageVersion: '0.0.0' });
    expect(status).toBe('done');
  });

  it('comes with exact predictions for the score asked for', async () => {
    const { certificate, summary } = await certify('asked', ['pressure.until.strength=0.2']);
    const { levels } = certificate.claims[0]!;
    expect(summary!.predictions[0]!.end!.mean).toBe(levels.find(({ threshold }) => threshold >= 0.2)!.mean);
  });

  it('by splitting agrees with enumeration, and is the same for any number of workers', async () => {
    const exact = await certify('exact', [], 'exact');
    expect(exact.certificate.claims[0]!.assumptions).toEqual(['finite populations: 500 individuals on an island']);
    const asked = ['pressure.evidence=splitting', 'pressure.particles=200', 'pressure.margin=0.05'];
    const split = await certify('split-0', asked, 'exact');
    const threads = await certify('split-2', asked, 'exact', 2);
    expect(threads.certificate).toEqual(split.certificate);
    split.certificate.claims.forEach((claim, c) => {
      const truth = exact.certificate.claims[c]!;
      expect(claim).toMatchObject({ method: 'splitting', monotone: null });
      const largest = Math.max(...truth.levels.map(({ rise }) => rise!));
      if (claim.verdict === 'certified') expect(largest).toBeLessThanOrEqual(0.05);
      if (claim.verdict === 'refuted') expect(largest).toBeGreaterThan(0.05);
      for (const { threshold, lower, upper } of claim.levels) {
        const at = truth.levels.find((level) => level.threshold >= threshold)!;
        // One-sided limits at α over thresholds and claims together: all hold but for one test in twenty.
        expect(at.rise!).toBeGreaterThanOrEqual(lower! - 1e-12);
        expect(at.rise!).toBeLessThanOrEqual(upper! + 1e-12);
      }
    });
    split.summary!.predictions.forEach((prediction, p) => {
      const truth = exact.summary!.predictions[p]!;
      const room = 4 * prediction.rise!.standardError! + 1e-12;
      expect(Math.abs(prediction.rise!.mean - truth.rise!.mean)).toBeLessThan(room);
    });
  });

  it('is by enumeration on samples where laws are out of reach', async () => {
    const text = WIDE_CELL_TYPE;
    const { onProgress: _, ...options } = runOptions(text, join(folder, 'sampled'), { evaluator: 'wasm' });
    await expect(runPressure({ ...options, evaluator: 'exact' })).rejects.toThrow(/out of reach/);
    const { certificate } = await runPressure(options);
    const [strength] = certificate!.claims;
    expect(strength).toMatchObject({ method: 'enumeration, sampled', monotone: null });
    // 16 stimuli of 256 genotypes each, all weighing the same: the first level is all of them.
    expect(strength!.levels[0]).toMatchObject({ threshold: 0, bits: 0, rise: 0 });
    expect(strength!.levels.at(-1)!.bits!).toBeGreaterThan(2);
    // One table for all units: whatever carries A to B carries C to D.
    expect(strength!.verdict).toBe('refuted');
    expect(strength!.witness!.genotypes[0]).toMatch(/^[0-9a-f]{2}$/);
  });

  it('says its words only where they are verdicts', async () => {
    const { directory } = await smallPressure(join(folder, 'words'));
    const text = readFileSync(join(directory, 'pressure', 'certificate.json'), 'utf8');
    const certificate = certificateOf(directory);
    const words = text.match(/certified|refuted|undecided/g)!;
    expect(words.length).toBe(certificate.claims.length);
    expect(certificate.claims[0]).toMatchObject({ verdict: 'undecided', margin: null });
    expect(certificate.claims[0]!.needed).toContain('pressure.repeats of at least 16');
  });

  it('has no claims, with the reason, where there is nothing to claim', async () => {
    const closing = await certify('closing', ['pressure={direction: close, until: {strength: 0}, particles: 40}']);
    expect(closing.certificate).toMatchObject({ claims: [], reason: expect.stringContaining('direction is close') });
    const rewarded = await certify('rewarded', ['channels.leak.reward=1', 'ports.D.target=z']);
    expect(rewarded.certificate).toMatchObject({ claims: [], reason: expect.stringContaining('none is unintended') });
    expect(rewarded.summary!.predictions).toEqual([]);
  });

  it('refuses to enumerate too many genotypes, with their bits', async () => {
    await expect(smallPressure(join(folder, 'many'), { overrides: ['pressure.evidence=enumeration'] })).rejects.toThrow(
      /enumeration, where \d+ bits of the genotype matter; expected at most 20/,
    );
  });

  it('names what the scenario has that the theorems have not', async () => {
    const { certificate } = await smallPressure(join(folder, 'broken'), {
      overrides: ['contexts={one: {set: {x: 1}, weight: 1}, two: {set: {x: 0}, weight: 2}}', 'genome.begin={copy: 0}'],
    });
    const { assumptions, needed } = certificate!.claims[0]!;
    expect(needed).not.toBeNull();
    for (const word of ['mutation: 1', 'uniform crossover of 0.5', 'begins with a gate', 'migration', '256 samples']) {
      expect(assumptions.join('\n')).toContain(word);
    }
  });

  it('is checked by verify', async () => {
    const { directory } = await certify('altered');
    const file = join(directory, 'pressure', 'certificate.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('"refuted"', '"certified"').replace('"alpha": 0.05', '"alpha": 0.06'),
    );
    const verdict = await verifyRun(directory, { storedOnly: false, workers: 0, packageVersion: '0.0.0' });
    expect(verdict).toMatchObject({ status: 'failed' });
    expect(verdict.message).toContain('certificate');
  });
});
