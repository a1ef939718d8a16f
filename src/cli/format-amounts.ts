import { formatSeconds } from './format-seconds.js';

/** A number of things: `1 run`, `20,000 runs`. */
export function formatCount(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes as people say them, two digits. */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** unit;
  return `${value < 10 && unit > 0 ? value.toFixed(1) : value.toFixed(0)} ${UNITS[unit]}`;
}

/** Time of one core: hours, as clusters count it, from a hundredth on. */
export function formatCoreTime(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 0.01) return `${formatSeconds(seconds)} of one core`;
  const digits = hours < 10 ? hours.toPrecision(2) : Math.round(hours).toLocaleString('en');
  return `${digits} core hours`;
}

/** How often something happens, in the unit in which it is at least 1. */
export function formatRate(perSecond: number): string {
  for (const [seconds, unit] of [
    [1, 's'],
    [60, 'min'],
    [3600, 'h'],
  ] as const) {
    const rate = perSecond * seconds;
    if (rate >= 1 || unit === 'h') return `${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)} a ${unit}`;
  }
  return '-';
}
