import { describe, expect, it } from 'vitest';
import { gridOf } from '../../../../src/simulate/tfjs/webgpu/kernel/grid.js';

const MOST = 65_535;

describe('the workgroups of a dispatch', () => {
  it('stand in one row as long as it holds them', () => {
    expect(gridOf(1, MOST)).toEqual({ across: 1, down: 1 });
    expect(gridOf(MOST, MOST)).toEqual({ across: MOST, down: 1 });
  });

  it('are hardly more than asked for: a workgroup too many works as long as any', () => {
    expect(gridOf(65_536, MOST)).toEqual({ across: 32_768, down: 2 });
    for (const groups of [65_537, 131_072, 1_000_003]) {
      const { across, down } = gridOf(groups, MOST);
      expect(across).toBeLessThanOrEqual(MOST);
      expect(across * down).toBeGreaterThanOrEqual(groups);
      expect(across * down - groups).toBeLessThan(down);
    }
  });
});
