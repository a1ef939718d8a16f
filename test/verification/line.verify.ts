import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { queryTables } from '../../src/store/query.js';
import { runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const workers = availableParallelism();

interface Row {
  readonly generation: number;
  readonly island: number;
  readonly strength: number;
  readonly fitness: number;
}

async function evolve(file: string, overrides: string[] = []): Promise<{ rows: Row[]; seconds: number }> {
  const { directory, summary } = await runText(readFileSync(`scenarios/${file}`, 'utf8'), folder, {
    overrides,
    workers,
  });
  const { rows } = await queryTables(
    directory,
    `SELECT generation, island, mean, fitness_mean FROM channels JOIN generations USING (generation, island)
     WHERE channel = 'through' ORDER BY ALL`,
  );
  return {
    rows: (rows as number[][]).map(([generation, island, strength, fitness]) => ({
      ...{ generation: generation!, island: island!, strength: strength!, fitness: fitness! },
    })),
    seconds: summary!.elapsedMs / 1000,
  };
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const standardError = (values: number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1));
const at = (rows: Row[], generation: number): number[] =>
  rows.filter((row) => row.generation === generation).map((row) => row.strength);

describe('10-line', () => {
  it('opens: below 0.03 bits at generation 0, above 0.8 within 200 generations', async () => {
    const { rows, seconds } = await evolve('10-line.yaml');
    const [start, end] = [mean(at(rows, 0)), mean(at(rows, 200))];
    console.log(`10-line: ${start.toFixed(4)} bits at generation 0, ${end.toFixed(4)} at 200, ${seconds.toFixed(1)} s`);
    expect(start).toBeLessThan(0.03);
    expect(end).toBeGreaterThan(0.8);
  });
});

describe('11-line-independent', () => {
  it.each([
    ['random', []],
    ['zero', ['lattice.border=zero', 'lattice.start=zero']],
  ])('does not open with %s border and start', async (name, overrides) => {
    const { rows } = await evolve('11-line-independent.yaml', [...overrides, 'measure.every=1']);
    const generations = [...new Set(rows.map((row) => row.generation))];
    const start = at(rows, 0);
    let largestRise = Number.NEGATIVE_INFINITY;
    let largestFitness = 0;
    for (const generation of generations) {
      const rise = at(rows, generation).map((strength, island) => strength - start[island]!);
      // The rise of each island from its own start, every tenth generation; islands share nothing but the stimulus.
      if (generation % 10 === 0 && generation > 0)
        largestRise = Math.max(largestRise, mean(rise) / standardError(rise));
      largestFitness = Math.max(
        largestFitness,
        mean(rows.filter((row) => row.generation === generation).map((row) => row.fitness)),
      );
    }
    console.log(
      `11-line-independent, ${name}: largest rise ${largestRise.toFixed(2)} standard errors, largest mean fitness ` +
        `${largestFitness.toExponential(2)} bits; strength ${mean(start).toExponential(2)} to ${mean(at(rows, 200)).toExponential(2)}`,
    );
    expect(largestRise).toBeLessThan(3);
    expect(largestFitness).toBeLessThan(1e-4);
  });
});
