import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { derivedKey, Purpose, rootKey, Stream } from '../../../src/base/streams.js';
import { createLatticeProblem } from '../../../src/run/pressure/lattice-problem.js';
import { analogMoves } from '../../../src/run/pressure/moves/analog.js';
import { runPressure } from '../../../src/run/pressure/pressure.js';
import { verifyRun } from '../../../src/run/verify.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { buildSystem } from '../../../src/system/build-system.js';
import { parametersOf } from '../../../src/system/prior/normal.js';
import type { System } from '../../../src/system/system.js';
import { expectNormal, normalCdf } from '../../system/normal-law.js';
import { ANALOG_SCENARIO } from '../analog-text.js';
import { runOptions, temporaryFolder } from '../scenario-text.js';

const folder = temporaryFolder();
const key = rootKey('analog moves');

/** One linear unit that reads a normal number: y = w x + n, w from N(0, 1). */
const ONE = `
name: one-unit
lattice: {map: A B, neighbours: west}
units: {kind: analog, activation: linear, noise: 1}
environment: {x: {gaussian: 1}}
ports: {A: {write: x}, B: {read: true, target: x}}
channels: {through: {from: A, to: B, reward: 1}}
measure: {samples: 1024}
pressure: {until: {strength: 1.5}, particles: 60, moves: 5, repeats: 4}
stop: {generations: 1}
`;

function systemOf(overrides: string[]): System {
  const { scenario } = loadScenario({ text: ONE, file: 'one', overrides });
  return buildSystem(scenario, key);
}

async function pressure(out: string, workers: number, overrides: string[] = []) {
  const { onProgress: _, ...options } = runOptions(ONE, join(folder, out), { overrides, workers });
  return runPressure(options);
}

describe('moves of analog units', () => {
  it.each(['tanh', 'relu'])('leave the prior as it is, with %s', (activation) => {
    const map = 'lattice.map="A a . b B"';
    const ties = 'genome.ties=[{from: [a], to: [b], fraction: 0.5}]';
    const system = systemOf([map, 'lattice.neighbours=von-neumann', `units.activation=${activation}`, ties]);
    const problem = createLatticeProblem({ system, samples: 128, evaluator: 'reference', channel: null });
    const count = 1500;
    const genotypes = new Uint32Array(count * problem.words);
    problem.draw(genotypes, count, key);
    const first = parametersOf(genotypes).slice();
    const proposals = {
      genotypes: new Uint32Array(genotypes.length),
      partner: new Int32Array(count),
      ratio: new Float64Array(count),
    };
    for (let move = 0; move < 30; move++) {
      problem.propose(genotypes, count, proposals, derivedKey(key, Purpose.splitting, 0, move));
      // Of moves that are reversible with respect to the prior every one may be taken.
      expect(new Set(proposals.ratio)).toEqual(new Set([1]));
      genotypes.set(proposals.genotypes);
    }
    const parameters = parametersOf(genotypes);
    let kept = 0;
    for (let word = 0; word < problem.words; word++) {
      const values = Array.from({ length: count }, (_, i) => parameters[i * problem.words + word]!);
      expectNormal(1 / 4, values);
      kept += values.filter((value, i) => value === first[i * problem.words + word]).length;
    }
    // The law stays, the genotypes do not.
    expect(kept / parameters.length).toBeLessThan(0.01);
    for (const { from, to } of system.genome.ties) expect(parameters[to]).toBe(parameters[from]);
    expect(system.genome.ties.length).toBeGreaterThan(0);
  });

  it('negate a unit with its readers where the activation is odd, and only there', () => {
    const map = 'lattice.map="A . . B"';
    const odd = analogMoves(systemOf([map]), [1]);
    expect(analogMoves(systemOf([map, 'units.activation=relu']), [1]).length).toBe(odd.length - 1);
    const negate = odd.at(-1)!;
    const weights = [2, 3, 5];
    const loci = new Uint32Array(Float32Array.from(weights.flatMap((weight) => [weight, 0.5])).buffer);
    const seen = new Set<string>();
    for (let move = 0; move < 40; move++) {
      const negated = loci.slice();
      expect(negate(negated, 0, new Stream(key, Purpose.splitting, 1, move))).toBe(1);
      seen.add([...parametersOf(negated)].join());
    }
    expect([...seen].sort()).toEqual(['-2,-0.5,-3,0.5,5,0.5', '2,0.5,-3,-0.5,-5,0.5', '2,0.5,3,0.5,-5,-0.5']);
  });
});

describe('the pressure curve of one linear unit', () => {
  it('needs −log₂ P(|w| ≥ w_t) bits, w_t the weight at which ½ log₂(1 + w²) is asked for', async () => {
    const { summary } = await pressure('one', 0);
    const { needed } = summary!;
    expect(needed.status).toBe('reached');
    const expected = -Math.log2(2 * (1 - normalCdf(Math.sqrt(2 ** 3 - 1))));
    expect(expected).toBeCloseTo(6.94, 2);
    // Selection sees 1024 samples, of which strength has an error of 0.044 bits at a slope of 9 bits of pressure to one:
    // E 2^(9 δ) = 2^0.054. Four standard errors over four repeats besides.
    expect(Math.abs(needed.bits - expected)).toBeLessThan(4 * needed.standardError! + 0.06);
  });

  it('follows every channel in every context, the same inline and with 2 workers, and comes out again', async () => {
    const overrides = ['pressure={until: {bits: 3}, particles: 20, moves: 2, repeats: 3}'];
    const [inline, threads] = await Promise.all(
      [0, 2].map((workers) => {
        const { onProgress: _, ...options } = runOptions(ANALOG_SCENARIO, join(folder, `w${workers}`), { overrides });
        return runPressure({ ...options, workers });
      }),
    );
    expect(threads!.digest).toBe(inline!.digest);
    expect(inline!.summary!.followed.map(({ context, channel }) => `${channel} in ${context}`)).toContain(
      'leak in held',
    );
    const verdict = await verifyRun(join(inline!.directory, 'pressure'), {
      ...{ storedOnly: false, workers: 0, packageVersion: '0.0.0' },
    });
    expect(verdict).toMatchObject({ status: 'done', differs: null });
  });

  it('has certificates by splitting only', async () => {
    const watched = ['lattice.map="A B\\nC D"', 'ports.C.write=x', 'ports.D.read=true', 'channels.watch=all'];
    await expect(pressure('all', 0, [...watched, 'pressure.evidence=enumeration'])).rejects.toThrow(
      'pressure.evidence: enumeration, where parameters are numbers without end; expected look-up tables',
    );
  });
});
