import { describe, expect, it } from 'vitest';
import { slurmFinding } from '../../src/run/examine-slurm.js';

const seen = { sbatch: '/usr/bin/sbatch', version: 'slurm-wlm 22.05.8', nodes: '2 idle', obstacle: '' };

describe('what doctor says of Slurm', () => {
  it('is its version and the nodes of the cluster', () => {
    expect(slurmFinding(seen)).toMatchObject({
      found: 'slurm-wlm 22.05.8 (/usr/bin/sbatch), nodes: 2 idle',
      usable: true,
      advice: '',
    });
  });

  it('is what is missing where no cluster answers', () => {
    const { found, usable, advice } = slurmFinding({ ...seen, nodes: null, obstacle: 'connect failure' });
    expect(found).toBe('slurm-wlm 22.05.8 (/usr/bin/sbatch), no cluster answers: connect failure');
    expect([usable, advice]).toEqual([false, expect.stringContaining('SLURM_CONF')]);
    expect(slurmFinding({ ...seen, version: '', nodes: null, obstacle: 'no configuration' }).found).toBe(
      '/usr/bin/sbatch, no cluster answers: no configuration',
    );
  });

  it('is how to do without it where it is not installed', () => {
    const { found, usable, advice } = slurmFinding({ ...seen, sbatch: null });
    expect(found).toBe('sbatch is not on the PATH');
    expect([usable, advice]).toEqual([false, expect.stringMatching(/--local.*--shard/)]);
  });
});
