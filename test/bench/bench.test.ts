import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BenchOptions, runBenchmark } from '../../src/bench/bench.js';
import { measureMemory } from '../../src/bench/compare/memory.js';
import { comparePair } from '../../src/bench/compare/pair.js';
import { ratioMeanings, ratioNames } from '../../src/bench/ratio-names.js';
import { variantNames } from '../../src/bench/variants.js';
import { comparedPopulations } from '../../src/bench/work/populations.js';
import { formatBench, formatBenchJson, formatBenchMarkdown } from '../../src/cli/format-bench.js';
import { countingClock, TINY_SIZES, tinyTools } from './tiny.js';

const options: BenchOptions = {
  ...{ sizes: TINY_SIZES, quick: true, seconds: 0.001, slopes: true, cores: 2, packageVersion: '0.0.0' },
  clock: countingClock(),
  onNote: () => {},
};
const report = await runBenchmark(options);

describe('a benchmark', () => {
  it('is one JSON object with the machine, versions, every figure with its unit, and the ratios by name', () => {
    const json = JSON.parse(formatBenchJson(report));
    expect(json.machine).toMatchObject({ cpu: expect.any(String), cores: expect.any(Number) });
    expect(json).toMatchObject({ node: process.version, version: '0.0.0', settings: { quick: true, rounds: 5 } });
    expect(Object.keys(json.ratios)).toEqual(ratioNames);
    for (const name of ratioNames) {
      const figure = json.ratios[name];
      if ('missing' in figure) expect(figure.missing).toMatch(/\w/);
      else expect(figure, name).toMatchObject({ value: expect.any(Number), unit: expect.any(String) });
    }
    const figure = { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number), unit: 'updates/s' };
    for (const population of ['random', 'evolved']) {
      const lines = json.kernels.filter((line: { population: string }) => line.population === population);
      expect(lines.map((line: { name: string }) => line.name)).toEqual(expect.arrayContaining([...variantNames]));
      // The evaluators, C twice and NumPy: each measured or with the reason why not.
      expect(lines).toHaveLength(variantNames.length + 3);
      for (const { effective } of lines) if (!('missing' in effective)) expect(effective).toMatchObject(figure);
    }
    expect(json.generation).toHaveLength(4);
    expect(json.memory).toEqual({ missing: 'left out by --quick' });
    expect(json.ratios.rss_100k).toEqual(json.memory);
    expect(Object.keys(json.slopes)).toEqual(['population', 'units', 'samples', 'ticks']);
  });

  it('compares what was done, not how often: where everything takes as long, equal work has ratio 1', () => {
    for (const name of [
      'wasm_dense_over_reference',
      'generation_over_kernel_8192',
      'two_workers_over_two_processes',
    ] as const) {
      expect(report.ratios[name], name).toMatchObject({ value: 1, low: 1, high: 1, rounds: 5 });
    }
    expect(report.ratios.random_cost_of_all).toMatchObject({ value: 0 });
    // The plain evaluator took as long for a part of the genotypes.
    const { line, plain } = TINY_SIZES;
    expect(report.ratios.wasm_dense_over_plain).toMatchObject({ value: line.genotypes / plain.genotypes });
    expect(report.slopes!.population).toMatchObject({ slope: 0, sizes: [4, 8] });
  });

  it('gives the rate of dense updates: those of one evaluation over the time that it took', () => {
    const dense = report.kernels.find(({ population, name }) => population === 'random' && name === 'wasm dense')!;
    // Once in one millisecond.
    expect(dense.effective).toMatchObject({ value: dense.denseUpdates * 1000 });
    expect(dense.updatesDone).toBe(dense.denseUpdates);
    expect(report.populations[0]).toMatchObject({ name: 'random', genotypes: 12, generation: 0, pairs: 1 + 3 * 3 });
  });

  it('prints as tables and as Markdown, every ratio with what it means', () => {
    const text = formatBench(report);
    const markdown = formatBenchMarkdown(report);
    for (const name of ratioNames) {
      expect(text).toContain(`${name} `);
      expect(markdown).toContain(`| ${name} | `);
      expect(markdown).toContain(ratioMeanings[name]);
    }
    expect(text).toContain('after 2 warm-up rounds that do not count');
    expect(markdown).toContain(report.machine.cpu);
    expect(markdown).toContain('## How cost grows');
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(60);
  });
});

describe('docs/benchmarks.md', () => {
  it('holds the tables that the benchmark prints, below its own words', () => {
    const [words, measured] = readFileSync('docs/benchmarks.md', 'utf8').split('<!-- measured -->\n') as [
      string,
      string,
    ];
    for (const name of variantNames) expect(words).toContain(`| ${name} |`);
    for (const name of ratioNames) expect(measured).toContain(`| ${name} | `);
    const titles = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('## '));
    expect(titles(measured)).toEqual(titles(formatBenchMarkdown(report)));
  });
});

describe('parts of a benchmark', () => {
  it('measure the memory of a whole run in a process of its own', async () => {
    const tools = tinyTools();
    try {
      const memory = await measureMemory(tools);
      expect(memory).toMatchObject({ genotypes: 10, units: 9, samples: 128, generations: 1 });
      // Node alone takes some tens of megabytes.
      expect(memory.peakBytes).toBeGreaterThan(20e6);
      expect(memory.peakBytes).toBeLessThan(2e9);
      const impossible = { ...tools, sizes: { ...TINY_SIZES, memory: { ...TINY_SIZES.memory, samples: 100 } } };
      await expect(measureMemory(impossible)).rejects.toThrow(/status 2: .*measure\.samples/s);
    } finally {
      tools.remove();
    }
  });

  it('say why two at once cannot be measured on one core', async () => {
    const tools = { ...tinyTools(), cores: 1 };
    try {
      const [random] = await comparedPopulations('reference', tools);
      expect(await comparePair(random!, 'wasm dense', tools)).toEqual({ missing: expect.stringContaining('1 core') });
    } finally {
      tools.remove();
    }
  });
});

describe('scarce bench', () => {
  it('has help, and refuses times that are none', () => {
    const scarce = (...words: string[]) =>
      spawnSync(process.execPath, ['dist/src/cli/main.js', 'bench', ...words], { encoding: 'utf8' });
    expect(scarce('--help').stdout).toContain('--markdown');
    for (const seconds of ['0', '-1', 'many', '']) {
      const { status, stderr } = scarce('--seconds', seconds);
      expect([status, stderr]).toEqual([2, expect.stringContaining('number of seconds')]);
    }
  });
});
