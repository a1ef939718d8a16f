import { summarise } from '../bench/arithmetic/figure.js';
import { ratioMeanings, ratioNames } from '../bench/ratio-names.js';
import { isMissing, type KernelLine, type Report } from '../bench/report.js';
import { QUANTITIES } from '../bench/sizes.js';
import { printFigures, type Section, sectionsAsMarkdown, sectionsAsText, showFigure } from './format-sections.js';

/** The report as aligned tables. */
export function formatBench(report: Report): string {
  return `${machineLines(report).join('\n')}\n\n${sectionsAsText(sections(report))}`;
}

/** The report as the tables of docs/benchmarks.md. */
export function formatBenchMarkdown(report: Report): string {
  const machine = machineLines(report)
    .map((text) => `- ${text}\n`)
    .join('');
  return `${machine}\n${sectionsAsMarkdown(sections(report), '##')}`;
}

/** The report as one JSON object; its figures have no digit that their spread does not support. */
export function formatBenchJson(report: Report): string {
  return printFigures(report);
}

const GIGA = 1e9;
const whole = (value: number): string => value.toLocaleString('en-US');

function machineLines({ machine, node, version, tools, settings }: Report): string[] {
  return [
    `${machine.cpu}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${machine.platform} ${machine.arch}`,
    `scarce ${version}, Node ${node.slice(1)}; whole generations and runs by the ${settings.evaluator} evaluator`,
    ...tools.map((tool) => `${tool.name}: ${tool.version}`),
    `medians of ${settings.rounds} interleaved rounds (quartiles in brackets) after ${settings.warmupRounds} warm-up rounds ` +
      `that do not count, ${settings.secondsPerComparison} s for each comparison`,
  ];
}

function sections(report: Report): Section[] {
  return [
    ...report.populations.map((population) => ({
      title: `Evaluators, ${population.name} population`,
      about:
        `${whole(population.genotypes)} genotypes (${whole(population.distinct)} different) of ${population.units} units, ` +
        `${population.ticks} ticks, ${whole(population.samples)} samples, generation ${population.generation}, ` +
        `mean fitness ${population.fitness.toFixed(2)} bits. ${population.pairs} (unit, tick) pairs are in the cone, ` +
        `${population.coneFactor.toFixed(1)} times fewer than units × ticks. One core.`,
      names: ['contender', 'G updates/s', 'updates saved'],
      rows: report.kernels.filter((line) => line.population === population.name).map(kernelRow),
    })),
    {
      title: 'Whole generations',
      about:
        `${whole(report.generation[0]!.genotypes)} genotypes, ${report.generation[0]!.pairs} (unit, tick) pairs. ` +
        'Selection, breeding, stimulus and measuring, beside the kernels alone on the same children.',
      names: ['samples', 'cores', 'generation, G updates/s', 'kernels', 'ratio', 'dense kernels', 'ratio to dense'],
      rows: report.generation.map((line) => [
        ...[line.samples, line.threads].map(whole),
        ...[showFigure(line.generation, GIGA), showFigure(line.kernels, GIGA), showFigure(line.ratio)],
        ...[showFigure(line.denseKernels, GIGA), showFigure(line.denseRatio)],
      ]),
    },
    {
      title: 'Two at once, and memory',
      about: 'The dense kernel on the random population, twice at once; the greatest resident size of a whole run.',
      names: ['what', 'figure'],
      rows: [...pairRows(report), memoryRow(report)],
    },
    {
      title: 'Ratios',
      about: 'Medians of the ratios within each round.',
      names: ['name', 'figure', 'meaning'],
      rows: ratioNames.map((name) => {
        const figure = report.ratios[name];
        const inBytes = !isMissing(figure) && figure.unit === 'bytes';
        return [name, inBytes ? `${showFigure(figure, GIGA)} GB` : showFigure(figure), ratioMeanings[name]];
      }),
    },
    ...slopeSection(report),
  ];
}

function kernelRow({ name, effective, denseUpdates, updatesDone }: KernelLine): string[] {
  const saved = updatesDone === null ? '' : `${(denseUpdates / updatesDone).toFixed(2)} ×`;
  return [name, showFigure(effective, GIGA), isMissing(effective) ? '' : saved];
}

function pairRows({ pair }: Report): string[][] {
  if (isMissing(pair)) return [['two workers beside two processes', pair.missing]];
  return [
    ['two workers of one process', `${showFigure(pair.workers, GIGA)} G updates/s`],
    ['two processes', `${showFigure(pair.processes, GIGA)} G updates/s`],
  ];
}

function memoryRow({ memory }: Report): string[] {
  if (isMissing(memory)) return ['memory', memory.missing];
  const { genotypes, units, samples, generations, peakBytes } = memory;
  return [
    `run of ${whole(genotypes)} genotypes of ${whole(units)} units, ${whole(samples)} samples, ${generations} generations`,
    `${(peakBytes / 1e9).toFixed(2)} GB`,
  ];
}

function slopeSection({ slopes }: Report): Section[] {
  if (slopes === null) return [];
  return [
    {
      title: 'How cost grows',
      about:
        'Time of one generation ∝ size^slope, each quantity alone: the slope of a least-squares line through the logarithms, ± its standard error. One core.',
      names: ['quantity', 'slope', 'sizes', 'median time, ms'],
      rows: QUANTITIES.map((quantity) => {
        const { slope, standardError, sizes, seconds } = slopes[quantity];
        return [
          quantity,
          `${slope.toFixed(2)} ± ${standardError.toFixed(2)}`,
          sizes.map(whole).join(', '),
          seconds.map((s) => showFigure(summarise([1000 * s], 'ms'))).join(', '),
        ];
      }),
    },
  ];
}
