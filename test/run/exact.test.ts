import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import { drawBlueprint } from '../../src/run/engine.js';
import { estimateRun } from '../../src/run/estimate.js';
import { fullHash } from '../../src/run/full-hash.js';
import { verifyRun } from '../../src/run/verify.js';
import { readManifest } from '../../src/store/find-manifest.js';
import { tableFile } from '../../src/store/manifest.js';
import { readParquet } from '../../src/store/parquet.js';
import { runOptions, runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const exact = { evaluator: 'exact' };

/** The rows of a stored table as records. */
async function rowsOf(directory: string, name: string): Promise<Record<string, unknown>[]> {
  const spec = readManifest(directory).tables.find((table) => table.name === name)!;
  const { columns } = await readParquet(tableFile(directory, name), spec);
  return columns[0]!.map((_, row) =>
    Object.fromEntries(spec.columns.map((column, c) => [column.name, columns[c]![row]])),
  );
}

/** The small scenario on a map whose units read all around them. */
const feedback = (...rows: string[]): string =>
  SMALL_SCENARIO.replace(
    /map: \|\n( {4}.*\n)+/,
    `map: |\n${rows.map((row) => `    ${row}\n`).join('')}  ticks: 5\n  border: wrap\n`,
  ).replace('west3', 'von-neumann+self');

describe('a run under the exact evaluator', () => {
  it('comes out the same for any number of workers, and again under verify', async () => {
    const digests: (string | null)[] = [];
    for (const workers of [0, 1, 3]) {
      const outcome = await runText(SMALL_SCENARIO, join(folder, `${workers}`), { ...exact, workers });
      digests.push(outcome.digest);
    }
    expect(new Set(digests).size).toBe(1);
    const { directory } = await runText(SMALL_SCENARIO, join(folder, '0'), exact);
    expect(readManifest(directory).evaluator.name).toBe('exact');
    expect(await verifyRun(directory, { storedOnly: false, workers: 0, packageVersion: '0.0.0' })).toMatchObject({
      status: 'done',
    });
  });

  it('stands beside the counting run of the same scenario, under a hash of its own', async () => {
    const out = join(folder, 'beside');
    const counted = await runText(SMALL_SCENARIO, out);
    const computed = await runText(SMALL_SCENARIO, out, exact);
    const { hash, scenario } = runOptions(SMALL_SCENARIO, out);
    expect([counted.hash, fullHash(hash, 'plain', scenario), fullHash(hash, 'reference', scenario)]).toEqual([
      hash,
      hash,
      hash,
    ]);
    expect(computed.hash).toBe(fullHash(hash, 'exact', scenario));
    expect(computed.hash).not.toBe(hash);
    expect(computed.directory).not.toBe(counted.directory);
    expect(await runText(SMALL_SCENARIO, out, exact)).toMatchObject({ stored: true, digest: computed.digest });
  });

  it('goes on after a stop as if there had been none', async () => {
    const interruption = new AbortController();
    const out = join(folder, 'resumed');
    const stopped = await runText(SMALL_SCENARIO, out, {
      ...exact,
      interrupted: interruption.signal,
      onProgress: ({ generation }) => generation === 7 && interruption.abort(),
    });
    expect(stopped).toMatchObject({ status: 'stopped', generation: 7 });
    const resumed = await runText(SMALL_SCENARIO, out, { ...exact, resume: true });
    const whole = await runText(SMALL_SCENARIO, join(folder, 'whole'), exact);
    expect(resumed.digest).toBe(whole.digest);
  });

  it('does not depend on samples or stimulus', async () => {
    const digestWith = async (override: string): Promise<string | null> =>
      (await runText(SMALL_SCENARIO, folder, { ...exact, overrides: [override] })).digest;
    expect(await digestWith('measure.samples=512')).toBe(await digestWith('measure.stimulus=fixed'));
  });

  it('leaves out what only samples have: nothing is tested, nothing is negative', async () => {
    const { directory, summary } = await runText(SMALL_SCENARIO, join(folder, 'columns'), exact);
    const channels = await rowsOf(directory, 'channels');
    for (const row of channels) {
      expect(row.open).toBeNull();
      expect(row.min).toBeGreaterThanOrEqual(0);
      expect(row.influence).toBeGreaterThanOrEqual(0);
    }
    expect(summary!.channels[0]).toMatchObject({ open: null, floor: null });
    // The sink of `through` is paid for its own source: reward and strength are one number.
    for (const row of channels.filter(({ channel }) => channel === 'through')) expect(row.rewarded).toBe(row.mean);
  });

  it('measures what a counting run of many samples measures', async () => {
    const static_ = ['stop.generations=0', 'measure.samples=65536'];
    const counted = await runText(SMALL_SCENARIO, join(folder, 'many'), { overrides: static_ });
    const computed = await runText(SMALL_SCENARIO, join(folder, 'many'), { ...exact, overrides: static_ });
    for (const table of ['channels', 'matrix', 'footprint'] as const) {
      const [a, b] = await Promise.all([rowsOf(counted.directory, table), rowsOf(computed.directory, table)]);
      expect(a.length).toBe(b.length);
      a.forEach((row, i) => {
        for (const column of ['mean', 'bits', 'influence', 'bits_unknown', 'rewarded']) {
          if (typeof row[column] !== 'number') continue;
          // One strength of a bit has a standard error of at most 1.5/√65536 = 0.006 (the log-ratio's deviation over √S).
          expect(Math.abs(row[column] - (b[i]![column] as number)), `${table} ${column}`).toBeLessThan(0.012);
        }
      });
    }
  });

  it('is refused before anything is written where the lattice is out of reach', async () => {
    const out = join(folder, 'wide');
    const wide = feedback('A g . . .', 'C . . . .', '. . . . .', '. . . . B', '. . . . D');
    const options = runOptions(wide, out, exact);
    await expect(runText(wide, out, exact)).rejects.toThrow(UserError);
    await expect(runText(wide, out, exact)).rejects.toThrow(/^small: evaluator exact: .* more than the limit of 22/);
    expect(existsSync(out)).toBe(false);
    await expect(estimateRun(options.scenario, 'exact', 1)).rejects.toThrow(UserError);
    expect(drawBlueprint(options.scenario).system.lattice.unitCount).toBe(23);
  });

  it('has a null influence where only that is out of reach', async () => {
    // Fourteen noisy units: one copy is within reach, two coupled ones are not. Without a reward no champion is worth
    // trying 256 tables at each of its loci, of which each law takes its time.
    const ring = feedback('A g . .', 'C . . .', '. . . B', '. . . D').replace(', reward: 1', '');
    const { directory, summary } = await runText(ring, join(folder, 'ring'), {
      ...exact,
      overrides: ['stop.generations=1', 'population.size=4'],
    });
    expect(summary!.channels.map(({ influence }) => influence)).toEqual([null, null]);
    for (const row of await rowsOf(directory, 'channels')) expect(row.influence).toBeNull();
    for (const row of await rowsOf(directory, 'matrix'))
      expect(row).toMatchObject({ influence: null, bits: expect.any(Number) });
  });

  it('is estimated by the time of a law, since it has no updates', async () => {
    const { scenario } = runOptions(SMALL_SCENARIO, folder);
    const estimate = await estimateRun(scenario, 'exact', 2);
    expect(estimate).toMatchObject({ rollouts: null, updates: null, updatesPerSecond: null });
    expect(estimate.seconds).toBeGreaterThan(0);
  });
});
