import { type Key, Purpose, Stream } from '../../../base/streams.js';
import type { Proposals } from '../../../pressure/splitting/problem.js';
import { unitComplements } from '../../../system/complement.js';
import type { System } from '../../../system/system.js';
import { complementUnit } from './complement.js';
import { exchangeBlocks } from './exchange.js';
import type { SingleMove } from './moves.js';
import { flipBit, redrawBits, redrawTables } from './redraw.js';

export const MIX: any = JSON.parse(process.env.MIX ?? '{"flip":2,"bits":[1,1,1],"tables":[3,2,1,1],"complement":1,"exchange":0.2}');

/** The moves of one genotype, each as often as it stands there. */
function singleMoves(system: System): SingleMove[] {
  const { genome } = system;
  const { prior } = genome;
  const complements = unitComplements(system);
  const out: SingleMove[] = [];
  const add = (n: number, m: () => SingleMove) => { for (let i = 0; i < n; i++) out.push(m()); };
  if (prior.kind === 'bit') {
    add(MIX.flip, () => flipBit(genome, prior.bit));
    MIX.bits.forEach((n: number, k: number) => add(n, () => redrawBits(genome, prior.bit, 2 << k)));
  }
  MIX.tables.forEach((n: number, k: number) => add(n, () => redrawTables(genome, 1 << k)));
  if (complements.length > 0) add(MIX.complement, () => complementUnit(genome, complements));
  return out;
}

export function createProposer(system: System) {
  const { locusCount } = system.genome;
  const moves = singleMoves(system);
  const exchange = exchangeBlocks(system);
  let order = new Int32Array(0);
  return (genotypes: Uint32Array, count: number, proposals: Proposals, key: Key): void => {
    const { genotypes: loci, partner, ratio } = proposals;
    loci.set(genotypes.subarray(0, count * locusCount));
    partner.fill(-1);
    ratio.fill(1);
    if (order.length !== count) order = new Int32Array(count);
    order.forEach((_, i) => { order[i] = i; });
    const pairing = new Stream(key, Purpose.splitting, 2, 0);
    for (let last = count - 1; last > 0; last--) {
      const other = pairing.nextBelow(last + 1);
      const t = order[last]!;
      order[last] = order[other]!;
      order[other] = t;
    }
    for (let k = 0; k < count; k += 2) {
      const i = order[k]!;
      const stream = new Stream(key, Purpose.splitting, 1, i);
      if (k + 1 < count) {
        const j = order[k + 1]!;
        if (stream.nextUnit() < MIX.exchange) {
          exchange(loci, i * locusCount, j * locusCount, stream);
          partner[i] = j;
          partner[j] = i;
          continue;
        }
        const s2 = new Stream(key, Purpose.splitting, 1, j);
        ratio[j] = moves[s2.nextBelow(moves.length)]!(loci, j * locusCount, s2);
      }
      ratio[i] = moves[stream.nextBelow(moves.length)]!(loci, i * locusCount, stream);
    }
  };
}
