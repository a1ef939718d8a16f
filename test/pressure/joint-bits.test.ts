import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsPerParent } from '../../src/evolution/bits.js';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';
import { leastTilt } from '../../src/pressure/channel-bits.js';
import { jointBits } from '../../src/pressure/joint-bits.js';
import { island } from './arbitrary.js';
import { divergenceBits, leastConvex, slowLeastBits } from './slow-least-bits.js';

function joint(traits: readonly (readonly number[])[], p: readonly number[]): number {
  const parentage = Float64Array.from(p);
  const arrays = traits.map((z) => Float64Array.from(z));
  return jointBits(
    arrays,
    parentage,
    arrays.map((z) => leastTilt(z, parentage)),
  );
}
const single = (z: readonly number[], p: readonly number[]): number =>
  leastTilt(Float64Array.from(z), Float64Array.from(p)).bits;

/** What the dual may be short of its maximum, and rounding. */
const CLOSE = 1e-11;

const p5 = [0.05, 0.3, 0.1, 0.35, 0.2];
const z5 = [0, 2, 1, 4, 1.5];
const y5 = [3, 0.5, 2, 1, 0];

describe('joint bits', () => {
  it('are exactly 0 for uniform parentage, and of one trait its own', () => {
    expect(joint([z5, y5], new Array(5).fill(1 / 5))).toBe(0);
    expect(joint([z5], p5)).toBe(single(z5, p5));
    expect(joint([], p5)).toBe(0);
  });

  it('of equal, proportional and constant traits are those of one', () => {
    const alone = single(z5, p5);
    const turned = z5.map((value) => 3 - 2 * value);
    expect(Math.abs(joint([z5, z5], p5) - alone)).toBeLessThan(CLOSE);
    expect(Math.abs(joint([turned, z5, [1, 1, 1, 1, 1], z5], p5) - alone)).toBeLessThan(CLOSE);
    const both = joint([z5, y5], p5);
    expect(both).toBeGreaterThan(alone + 0.01);
    // A sum of two traits adds nothing to the two.
    expect(Math.abs(joint([z5, y5, z5.map((value, i) => value + y5[i]!)], p5) - both)).toBeLessThan(CLOSE);
  });

  it('of traits that are collinear but for rounding stay below all bits of selection', () => {
    // One of 200 individuals is nearly never a parent: two traits of two values each say the same of it, and the rounding
    // of their difference is divided by a variance of next to nothing.
    const values = [
      [-0.00013173878633090241, 0.3120760463596475, 1.0001718106639403, 0.31953490051153777],
      [0.00179655335478255, 0.3419146269965103, 0.9997961672040745, 0.32883561443414866],
      [-0.0001761101999911071, 0.3128958550651326, 1.000175938251826, 0.30564383491214464],
    ] as const;
    for (const [z0, z1, y0, y1] of values) {
      for (const rare of [5e-7, 1.25e-7]) {
        const p = Array.from({ length: 200 }, (_, i) => (i === 77 ? rare : (1 - rare) / 199));
        const z = p.map((_, i) => (i === 77 ? z1 : z0));
        const y = p.map((_, i) => (i === 77 ? y1 : y0));
        expect(joint([z, y], p)).toBeLessThanOrEqual(bitsPerParent(Float64Array.from(p)) + CLOSE);
      }
    }
    // Three traits, of which three of 400 individuals have the second value: rounding alone promises 1e-9 bits here.
    const rare = 1.0635782742413949e-7;
    const p = Array.from({ length: 400 }, (_, i) => (i < 3 ? rare / 3 : (1 - rare) / 397));
    const traits = [
      [0.36678743364009736, 0.0655141745865947],
      [0.7531653366980837, 0.8863376331751426],
      [0.11831103336273063, 0.8707756332334926],
    ].map(([most, few]) => p.map((_, i) => (i < 3 ? few! : most!)));
    expect(joint(traits, p)).toBeLessThanOrEqual(bitsPerParent(Float64Array.from(p)) + CLOSE);
  });

  it('of traits that vary independently over the island add up', () => {
    // 3 × 4 individuals, parentage a product too: the tilts of the two do not meet.
    const rows = [0.2, 0.7, 0.1];
    const columns = [0.1, 0.2, 0.25, 0.45];
    const p = rows.flatMap((r) => columns.map((c) => r * c));
    const z = rows.flatMap((_, i) => columns.map(() => [0, 3, 1][i]!));
    const y = rows.flatMap(() => columns.map((_, j) => j ** 2));
    expect(joint([z, y], p)).toBeCloseTo(single(z, p) + single(y, p), 10);
  });

  it('are all bits per parent draw where the means leave no choice: as many traits as individuals but one', () => {
    const p = [0.05, 0.25, 0.1, 0.6];
    const traits = [
      [0, 1, 3, 2],
      [1, 0, 0.5, 2],
      [0, 0, 1, 5],
    ];
    expect(Math.abs(joint(traits, p) - divergenceBits(p))).toBeLessThan(CLOSE);
  });

  it('are the least of all laws with the same means: two traits on four individuals, scanned', () => {
    const p = [0.05, 0.25, 0.1, 0.6];
    const traits = [
      [0, 1, 3, 2],
      [1, 0, 0.5, 2],
    ];
    // Means stay along the one direction that is orthogonal to both traits and keeps the sum.
    const free = orthogonal(traits[0]!, traits[1]!);
    for (const z of [[1, 1, 1, 1], ...traits]) {
      expect(z.reduce((total, value, i) => total + value * free[i]!, 0)).toBeCloseTo(0, 12);
    }
    const along = (s: number): number[] => p.map((q, i) => q + s * free[i]!);
    const bounds = p.map((q, i) => -q / free[i]!);
    const low = Math.max(...bounds.filter((_, i) => free[i]! > 0));
    const high = Math.min(...bounds.filter((_, i) => free[i]! < 0));
    const scanned = leastConvex((s) => divergenceBits(along(s).map((q) => Math.max(q, 0))), low, high);
    expect(Math.abs(joint(traits, p) - scanned)).toBeLessThan(CLOSE);
    expect(scanned).toBeLessThan(divergenceBits(p) - 0.001);
    expect(scanned).toBeGreaterThan(Math.max(...traits.map((z) => single(z, p))) + 0.001);
  });

  it('agree with the slow twin under selection of one trait among three', () => {
    const size = 30;
    const fitness = Float64Array.from({ length: size }, (_, i) => Math.abs(Math.sin(7 * i)) ** 2);
    const p = expectedParentage(fitness, { scheme: 'tournament', size: 4 });
    const traits = [
      Array.from({ length: size }, (_, i) => Math.cos(5 * i)),
      Array.from(fitness, (f, i) => f + Math.cos(11 * i) / 2),
      Array.from(fitness, (f, i) => (f > 0.8 ? 1 : 0) + Math.sin(13 * i) / 3),
    ];
    const slow = slowLeastBits(traits, [...p], 500);
    expect(Math.abs(joint(traits, [...p]) - slow)).toBeLessThan(CLOSE);
    expect(slow).toBeGreaterThan(Math.max(...traits.map((z) => single(z, [...p]))) + 0.01);
  });

  it('on a face are the price of the face and what is left there', () => {
    // All parents have z = 4, as three of six have; among them y moves as in an island of three.
    const z = [4, 0, 4, 1, 4, 2];
    const y = [0, 9, 1, -5, 3, 0];
    const p = [0.2, 0, 0.1, 0, 0.7, 0];
    expect(joint([z, y], p)).toBeCloseTo(1 + single([0, 1, 3], [0.2, 0.1, 0.7]), 10);
    // y alone has its edge elsewhere; a third trait that is extreme only among the three restricts them further.
    const last = [0, 7, 0, -7, 1, 0];
    expect(joint([y, z, last], [0, 0, 0, 0, 1, 0])).toBeCloseTo(Math.log2(6), 10);
  });

  it('take values that differ by rounding for equal, on a face and where all do', () => {
    const p = [0.1, 0.5, 0, 0.4, 0];
    const z = [1, 1 + 3e-16, 0.2, 1 - 3e-16, 0.3];
    expect(joint([z, [3, 3, 5, 3 + 5e-16, 4]], p)).toBeCloseTo(Math.log2(5 / 3), 12);
  });

  it('at an oblique edge come as close to the limit as a finite tilt can, from below', () => {
    // Only (2, 2) is a parent: a corner of the hull, but extreme in neither trait.
    const found = joint(
      [
        [0, 3, 0, 2, 1],
        [0, 0, 3, 2, 1],
      ],
      [0, 0, 0, 1, 0],
    );
    expect(found).toBeLessThanOrEqual(Math.log2(5));
    // e^−60 is what is left after as many steps as are taken, and a step is given up at 1e-12.
    expect(found).toBeGreaterThan(Math.log2(5) - 1e-9);
  });

  it('lie between the bits of every trait alone and the bits per parent draw', () => {
    fc.assert(
      fc.property(island(5), ({ parentage, traits }) => {
        const tilts = traits.map((z) => leastTilt(z, parentage));
        const bits = jointBits(traits, parentage, tilts);
        for (const alone of tilts) expect(bits).toBeGreaterThanOrEqual(alone.bits);
        expect(bits).toBeLessThanOrEqual(bitsPerParent(parentage) + 1e-12);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('are the same for traits in another order, stretched and turned, and for individuals in another order', () => {
    fc.assert(
      fc.property(island(4), ({ parentage, traits }) => {
        const bits = (all: readonly Float64Array[], p: Float64Array): number =>
          jointBits(
            all,
            p,
            all.map((z) => leastTilt(z, p)),
          );
        const once = bits(traits, parentage);
        const turned = traits.toReversed().map((z, c) => z.map((value) => (c % 2 === 0 ? 3 : -0.2) * value));
        const reordered = traits.map((z) => z.toReversed());
        // Means can lie on an oblique edge only where some are no parents: there the maximum is at infinity, and the way
        // to it is given up where steps promise nothing; elsewhere what differs is rounding.
        const tolerance = parentage.every((p) => p > 0) ? 1e-10 : 1e-5;
        expect(Math.abs(bits(turned, parentage) - once)).toBeLessThan(tolerance);
        expect(Math.abs(bits(reordered, parentage.toReversed()) - once)).toBeLessThan(tolerance);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

/** A direction in four dimensions orthogonal to (1, 1, 1, 1) and to two others: the triple product of the differences. */
function orthogonal(z: readonly number[], y: readonly number[]): number[] {
  const minor = (a: number, b: number, c: number): number =>
    (z[b]! - z[a]!) * (y[c]! - y[a]!) - (z[c]! - z[a]!) * (y[b]! - y[a]!);
  return [minor(1, 2, 3), -minor(0, 2, 3), minor(0, 1, 3), -minor(0, 1, 2)];
}
