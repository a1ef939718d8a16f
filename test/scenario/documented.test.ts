import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';

const documents = ['README.md', 'docs/scenario.md'];

describe('the scenarios in the documentation', () => {
  it.each(documents)('load: %s', (file) => {
    const blocks = [...readFileSync(file, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);
    expect(blocks.length).toBeGreaterThan(0);
    for (const text of blocks) expect(loadScenario({ text, file }).scenario.name).toBe('line');
  });

  it('show defaults that are the defaults: leaving them out changes nothing', () => {
    const [text] = [...readFileSync('docs/scenario.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
      (match) => match[1]!,
    ) as [string];
    const shown = ['ticks: auto', 'noise: 0', 'border: random', 'start: random'].map((line) => `  ${line}\n`);
    const whole = ['units', 'population', 'selection', 'variation', 'measure'].map(
      (key) => new RegExp(`^${key}: .*\n`, 'm'),
    );
    let shorter = text.replace('  prior: {bit: 0.5}\n  begin: prior\n', '');
    for (const part of [...shown, ...whole]) {
      const without = shorter.replace(part, '');
      expect(without).not.toBe(shorter);
      shorter = without;
    }
    expect(loadScenario({ text: shorter, file: 'a' }).hash).toBe(loadScenario({ text, file: 'b' }).hash);
  });
});
