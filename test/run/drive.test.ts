import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyEarnedIsNotDefined, whyHeldIsNotDefined } from '../../src/pressure/held/not-defined.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve, type Resumable } from '../../src/run/evolve.js';
import { runScenario } from '../../src/run/run.js';
import { loadScenario } from '../../src/scenario/load.js';
import { queryTables } from '../../src/store/query.js';
import { runOptions, runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

/** The small scenario, two contexts of which one pays less, a region that drives and one that copies itself. */
const DRIVEN = SMALL_SCENARIO.replace('C . . D', 'C b b D')
  .replace('# . . .', '# . c .')
  .replace('environment:', 'environment:\n  held: fair')
  .replace('noise: 0.02', 'noise: 0.02\n  border: zero')
  .concat(
    'contexts: {one: {set: {held: 0}, weight: 3}, other: {set: {held: 1, z: 1}, weight: 1}}\n',
    'demons: {pusher: {kind: driver, payload: leak, host: through, region: b}}\n',
  )
  .replace(
    'kind: uniform, rate: 0.5}}',
    'kind: uniform, rate: 0.5}, drive: {region: b, toward: leak, bias: 0.9}, copying: {region: c, rate: 0.3}}',
  );

describe('a run with drive, copying, crossover and migration', () => {
  it('has the same digest for 0, 1 and 2 workers, and after a stop in any generation', async () => {
    const digests: (string | null)[] = [];
    for (const workers of [0, 1, 2]) {
      digests.push((await runText(DRIVEN, join(folder, `workers-${workers}`), { workers })).digest);
    }
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    // Migration is at generations 4, 8, …: the step from 8 takes parents from elsewhere, that from 9 does not.
    for (const stop of [8, 9]) {
      const interruption = new AbortController();
      const options = runOptions(DRIVEN, join(folder, `stopped-${stop}`), { workers: 1 });
      await runScenario({
        ...options,
        interrupted: interruption.signal,
        onProgress: ({ generation }) => generation === stop && interruption.abort(),
      });
      digests.push((await runScenario({ ...options, resume: true })).digest);
    }
    expect(new Set(digests).size).toBe(1);
    for (const part of ['drive', 'copying']) {
      const without = await runText(DRIVEN.replace(new RegExp(`, ${part}: \\{.*?\\}`), ''), join(folder, part), {
        overrides: ['demons={}'],
      });
      expect(digests).not.toContain(without.digest);
    }
  });

  it('books every change to rounding, and what the drive does under transmission', async () => {
    const { directory, summary } = await runText(DRIVEN, join(folder, 'ledger'), {
      overrides: ['measure.every=1', 'selection={scheme: none}'],
    });
    expect(summary!.breaches).toEqual({ identity: 0, order: 0 });
    const { rows } = await queryTables(
      directory,
      `SELECT max(abs(change - terms)), count(*), max(abs(selection)) FROM (
         SELECT mean - lag(mean) OVER (PARTITION BY island, context, channel ORDER BY generation) AS change,
           migration + selection + drift + transmission AS terms, selection
         FROM (SELECT generation, island, context, channel, mean, migration, selection, drift, transmission FROM channels
           UNION ALL SELECT generation, island, context, trait, mean, migration, selection, drift, transmission FROM traits))`,
    );
    const [breach, count, selection] = rows[0] as number[];
    // Rounding of means of 30 values near 1, four times.
    expect(breach).toBeLessThan(1e-9);
    expect(count).toBe(24 * 3 * (4 + 3));
    expect(selection).toBe(0);
  });

  it('has rows of fitness over all contexts and of the demon in each, in the order of contexts and traits', async () => {
    const { directory, summary } = await runText(DRIVEN, join(folder, 'traits'));
    const { rows } = await queryTables(directory, 'SELECT DISTINCT generation, island, context, trait FROM traits');
    const { rows: first } = await queryTables(
      directory,
      'SELECT context, trait, mean FROM traits WHERE generation = 23 AND island = 1',
    );
    expect(first.map(([context, trait]) => `${context} ${trait}`)).toEqual([
      'all fitness',
      'one pusher',
      'other pusher',
    ]);
    expect(rows.length).toBe(6 * 3 * 3);
    // Where z is set it says nothing, and so nothing can be carried of it: neither strength nor presence.
    const { rows: other } = await queryTables(
      directory,
      "SELECT max(abs(mean)), max(abs(selection) + abs(transmission)) FROM traits WHERE context = 'other'",
    );
    expect(other).toEqual([[0, 0]]);
    const [one, silent] = summary!.demons;
    expect(one).toMatchObject({ demon: 'pusher', kind: 'driver', payload: 'leak', host: 'through', context: 'one' });
    expect(silent).toMatchObject({ context: 'other', presence: { last: { mean: 0 }, largest: null } });
    const leak = summary!.channels.find(({ channel, context }) => channel === 'leak' && context === 'one')!;
    expect(one!.strength).toMatchObject({ first: leak.first, last: leak.last, ledger: leak.ledger });
    const { rows: means } = await queryTables(
      directory,
      "SELECT avg(mean) FROM traits WHERE context = 'one' AND generation = 23",
    );
    expect(one!.presence.last.mean).toBeCloseTo(means[0]![0] as number, 12);
  });

  it('inherits blocks from the parent that is stronger over contexts by their weights, at the places before migration', async () => {
    // All children have two parents, none mutates, every drive succeeds: the block says whose payload is the stronger.
    // What A writes opens and closes the payload's path, which reads it, so that contexts disagree on who that is.
    const crossed = 'mutation: {perGenome: 0}, crossover: {kind: uniform, rate: 1}';
    const overrides = [
      `variation={${crossed}}`,
      `phases=[{at: 1, variation: {${crossed}, drive: {region: b, toward: leak, bias: 1}}}, {at: 5, variation: {${crossed}}}]`,
      'population.migration={every: 2, rate: 0.5}',
      'contexts={one: {set: {x: 0}, weight: 1}, other: {set: {x: 1}, weight: 5}}',
    ];
    const { scenario } = loadScenario({ text: DRIVEN, file: 'driven.yaml', overrides });
    const engine = createEngine(drawBlueprint(scenario), 0, 'reference');
    const { genome, channels } = engine.blueprint.system;
    const states: Resumable[] = [];
    const parents: [Int32Array, Int32Array][] = [];
    await evolve(engine, {
      between: async (generation, resumable) => {
        states.push(resumable());
        parents.push([engine.arena.first.slice(), engine.arena.second.slice()]);
        return generation === 6;
      },
    });
    const individuals = 90;
    const leak = channels.findIndex(({ name }) => name === 'leak');
    const payloadOf = ({ strength }: Resumable, individual: number): number =>
      (strength[leak * individuals + individual]! +
        5 * strength[(channels.length + leak) * individuals + individual]!) /
      6;
    const { loci } = genome.regions.b!;
    const blockOf = ({ loci: all }: Resumable, individual: number): string =>
      [...loci].map((locus) => all[individual * genome.locusCount + locus]).join();
    let decided = 0;
    // Children of generations 1 to 4: parents of a generation follow its rules.
    for (let generation = 2; generation <= 5; generation++) {
      const before = states[generation - 1]!;
      const [first, second] = parents[generation]!;
      for (let child = 0; child < individuals; child++) {
        const pair = [first[child]!, second[child]!];
        const [one, two] = pair.map((parent) => payloadOf(before, parent)) as [number, number];
        const own = blockOf(states[generation]!, child);
        if (one === two) continue;
        if (blockOf(before, pair[0]!) !== blockOf(before, pair[1]!)) decided++;
        expect(own).toBe(blockOf(before, pair[one > two ? 0 : 1]!));
      }
    }
    // Leaks are mostly closed, and closed ones of the same counts equal: enough pairs differ all the same.
    expect(decided).toBeGreaterThan(100);
  });

  it('has no bits that could be said to be held, also where only a phase has either', () => {
    const why = (overrides: string[]): string | null =>
      whyEarnedIsNotDefined(
        loadScenario({
          text: SMALL_SCENARIO.replace('C . . D', 'C b b D'),
          file: 'small.yaml',
          overrides: ['population={size: 30, islands: 16}', ...overrides],
        }).scenario,
      );
    const crossover = 'crossover: {kind: uniform, rate: 0.5}';
    expect(why([])).toBe(null);
    expect(why(['variation.drive={region: b, toward: leak, bias: 0.9}'])).toContain('variation.drive is given');
    expect(why(['variation.copying={region: b, rate: 0.1}'])).toContain('variation.copying is given');
    expect(why([`phases=[{at: 3, variation: {${crossover}, drive: {region: b, toward: leak, bias: 0.9}}}]`])).toContain(
      'variation.drive is given',
    );
    const { scenario } = loadScenario({ text: DRIVEN, file: 'driven.yaml', overrides: ['population={islands: 16}'] });
    expect(whyHeldIsNotDefined(scenario)).toContain('variation.drive is given');
  });
});
