import { logRatioMoments } from './log-ratio.js';

/**
 * Standard error in bits of the plug-in information of one table of joint counts, from its S samples: the standard
 * deviation of the log-likelihood ratio over √S, by the delta method (Basharin 1959 for entropy; the same expansion).
 *
 * Describes the scatter only where information is well above its detection floor: at independence the leading term
 * vanishes and the plug-in is χ² instead. 0 where one symbol is constant.
 *
 * @param counts cell x + y · sourceCells, from `offset` on
 */
export function informationStandardError(
  counts: Uint32Array,
  offset: number,
  sourceCells: number,
  sinkCells: number,
  samples: number,
): number {
  const table = counts.subarray(offset, offset + sourceCells * sinkCells);
  return Math.sqrt(logRatioMoments(table, sourceCells, sinkCells).variance / samples);
}
