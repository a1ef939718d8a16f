/**
 * Influence of a write port on a read port in [0, 1]: the probability that the read port changes when one site of the
 * write port is flipped, all else equal, averaged over the write port's sites (the mean of single-coordinate influences,
 * O'Donnell 2014, Analysis of Boolean Functions, section 2.2). 0 only where no flip ever changed anything.
 *
 * For one fair bit and no noise it is the information between the ports given all else that enters. Its sampling
 * variance is at most value · (1 − value) / samples.
 *
 * @param changedSamples for each site of the write port, the number of samples in which flipping it changed the read port
 */
export function influence(changedSamples: ArrayLike<number>, samples: number): number {
  let changed = 0;
  for (let site = 0; site < changedSamples.length; site++) changed += changedSamples[site]!;
  return changed / (changedSamples.length * samples);
}
