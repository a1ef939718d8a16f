import { describe, expect, it } from 'vitest';
import { influence } from '../../src/information/influence.js';

describe('influence', () => {
  it('is 1 where every flip changes what is read and 0 where none ever does', () => {
    expect(influence([256], 256)).toBe(1);
    expect(influence([0, 0, 0], 256)).toBe(0);
  });

  it('is ½ for either input of AND: a flip shows where the other input is 1', () => {
    let changed = 0;
    for (const other of [0, 1]) for (const own of [0, 1]) if ((own & other) !== ((own ^ 1) & other)) changed += 32;
    expect(influence([changed], 128)).toBe(0.5);
  });

  it('is the mean over the sites of a port, one flipped at a time', () => {
    expect(influence([128, 32, 0, 0], 128)).toBe((1 + 0.25) / 4);
    expect(influence(Uint32Array.of(3, 0, 0), 128)).toBe(3 / 128 / 3);
  });

  it('shows a single change among all sites', () => {
    expect(influence([0, 0, 0, 1], 2 ** 20)).toBeGreaterThan(0);
  });
});
