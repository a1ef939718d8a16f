import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tableSpecs } from '../../src/run/results/tables.js';

describe('docs/results.md', () => {
  const text = readFileSync('docs/results.md', 'utf8');
  it.each(Object.values(tableSpecs))('names every column of $name, and its order', ({ name, order, columns }) => {
    const section = text.split('\n## ').find((part) => part.startsWith(`${name}: by ${order.join(', ')}\n`));
    expect(section).toBeDefined();
    for (const column of columns) {
      if (!(order as readonly string[]).includes(column.name)) expect(section).toContain(`\`${column.name}\``);
    }
  });
});
