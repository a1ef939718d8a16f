import type { Figure } from '../bench/arithmetic/figure.js';
import { GPU_RATIOS, type GpuLine, type GpuReport, type JaxChoice } from '../bench/gpu/gpu-report.js';
import { updatesBound } from '../bench/gpu/integer-bound.js';
import { isMissing, type Missing } from '../bench/report.js';
import { printFigures, type Section, sectionsAsMarkdown, sectionsAsText, showFigure } from './format-sections.js';

/** The report as aligned tables. */
export function formatGpuBench(report: GpuReport): string {
  return `${machineLines(report).join('\n')}\n\n${sectionsAsText(sections(report))}`;
}

/** The report as the tables of docs/benchmarks.md. */
export function formatGpuBenchMarkdown(report: GpuReport): string {
  const machine = machineLines(report)
    .map((text) => `- ${text}\n`)
    .join('');
  return `${machine}\n${sectionsAsMarkdown(sections(report), '###')}`;
}

export function formatGpuBenchJson(report: GpuReport): string {
  return printFigures(report);
}

/** In place of a figure that could not be measured: the reason stands above the tables. */
const NONE = '–';

const TERA = 1e12;
const GIGA = 1e9;
const whole = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;

function machineLines({ device, isGpu, integers, jax, machine, node, version, settings }: GpuReport): string[] {
  const { quoted, source, measured } = integers;
  const { units, ticks, pairs } = settings;
  return [
    isGpu ? device : `${device}: a software adapter, on which sizes are tiny and no speed means anything`,
    `${machine.cpu}, ${machine.cores} cores, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${machine.platform} ${machine.arch}`,
    `scarce ${version}, Node ${node.slice(1)}`,
    isMissing(jax) ? `no comparison with JAX: ${jax.missing}` : jax.version,
    typeof quoted === 'number'
      ? `integer operations, quoted: ${rate(quoted)} (${source})`
      : `integer operations, quoted: unknown (${quoted.missing})`,
    `integer operations, measured by a kernel of nothing else: ${rate(measured)}`,
    `a line of ${units} units, ${ticks} ticks, ${pairs} (unit, tick) pairs in the cone; random populations`,
    `medians of ${settings.rounds} interleaved rounds (quartiles in brackets) after ${settings.warmupRounds} warm-up ` +
      `round${settings.warmupRounds === 1 ? '' : 's'} that do${settings.warmupRounds === 1 ? 'es' : ''} not count`,
  ];
}

const rate = (operations: number): string => `${(operations / TERA).toPrecision(3)} T/s`;

function sections(report: GpuReport): Section[] {
  const { lines, integers, jax } = report;
  const sizes = ({ genotypes, samples }: GpuLine): string[] => [whole(genotypes), whole(samples)];
  const share = (value: number | Missing): string => (typeof value === 'number' ? percent(value) : NONE);
  const lattices = [...new Set(lines.map(({ neighbours }) => neighbours))];
  const unit = report.isGpu ? TERA : GIGA;
  const unitName = report.isGpu ? 'T updates/s' : 'G updates/s';
  return [
    ...lattices.map((neighbours): Section => {
      const bound = (operations: number): string => `${(updatesBound(operations, neighbours) / TERA).toPrecision(3)} T`;
      const bounds = typeof integers.quoted === 'number' ? `${bound(integers.quoted)} quoted, ` : '';
      return {
        title: `Rates, K = ${neighbours}`,
        about:
          `Evaluator and JAX in ${unitName}, cores in G updates/s. The bound by integer operations is ${bounds}` +
          `${bound(integers.measured)} measured; shares are the kernel's.`,
        names: [
          ...['genotypes', 'samples', 'tfjs:webgpu', 'its kernel alone', 'of quoted bound', 'of measured bound'],
          ...['JAX', 'JAX, on the device', 'wasm, 1 core, G', `wasm, ${report.settings.cores} cores, G`],
        ],
        rows: lines
          .filter((line) => line.neighbours === neighbours)
          .map((line) => [
            ...sizes(line),
            ...[showRate(line.rates.whole, unit), showRate(line.rates.kernel, unit)],
            ...[share(line.shareOfQuoted), percent(line.shareOfMeasured)],
            ...[showRate(line.rates.jax, unit), showRate(line.rates.jaxKernel, unit)],
            ...[showRate(line.rates.wasm, GIGA), showRate(line.rates.wasmAll, GIGA)],
          ]),
      };
    }),
    {
      title: 'Ratios',
      about: 'Medians of the ratios within each round; the clock of the multiprocessors just before.',
      names: ['K', 'genotypes', 'samples', ...Object.keys(GPU_RATIOS), 'clock, MHz', 'kernel timed by'],
      rows: lines.map((line) => [
        ...[String(line.neighbours), ...sizes(line)],
        ...Object.keys(GPU_RATIOS).map((name) => showRate(line.ratios[name as keyof typeof GPU_RATIOS], 1)),
        ...[line.clock === null ? '' : (line.clock / 1e6).toFixed(0), line.kernelTiming],
      ]),
    },
    ...(isMissing(jax) ? [] : [jaxSection(jax.choices)]),
  ];
}

function showRate(figure: Figure | Missing, scale: number): string {
  return isMissing(figure) ? NONE : showFigure(figure, scale);
}

function jaxSection(choices: readonly JaxChoice[]): Section {
  return {
    title: 'Forms of the rollout in JAX',
    about: 'Rates of the forms tried, with the words of one piece; the fastest is what the tables above have.',
    names: ['K', 'form', 'T updates/s', 'taken'],
    rows: choices.flatMap(({ neighbours, chosen, tried }) =>
      tried.map(({ form, rate }) => [
        ...[String(neighbours), form, typeof rate === 'number' ? (rate / TERA).toPrecision(3) : rate.missing],
        form === chosen ? 'yes' : '',
      ]),
    ),
  };
}
