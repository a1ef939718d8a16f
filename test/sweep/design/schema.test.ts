import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sweepJsonSchema, sweepSchema } from '../../../src/sweep/design/schema.js';
import { type JsonSchema, jsonSchemaFaults } from '../../scenario/json-schema-faults.js';
import { documentedSweep } from './documented-sweep.js';

const schema = sweepJsonSchema() as JsonSchema;
const documented = documentedSweep();

describe('the JSON Schema of sweep files', () => {
  it('says which draft it follows, survives JSON and asks for what the format asks for', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema.required).toEqual(['name', 'scenario']);
  });

  it('accepts the documented sweep, which shows every key there is, and those that are shipped', () => {
    expect(jsonSchemaFaults(schema, parse(documented))).toEqual([]);
    expect(Object.keys(parse(documented)).sort()).toEqual(Object.keys(schema.properties!).sort());
    const folder = 'scenarios/sweeps';
    for (const file of readdirSync(folder))
      expect(jsonSchemaFaults(schema, parse(readFileSync(join(folder, file), 'utf8')))).toEqual([]);
  });

  it('refuses what the loader refuses for its form', () => {
    const refuse = (from: string, to: string): string[] => {
      expect(documented).toContain(from);
      const changed = parse(documented.replace(from, to));
      expect(sweepSchema.safeParse(changed).success).toBe(false);
      return jsonSchemaFaults(schema, changed);
    };
    expect(refuse('retries: 2', 'retires: 2')).toEqual(['$.retires: additional']);
    expect(refuse('count: 4, seeds: apart', 'count: 0, seeds: apart')).toEqual(['$.replicates: anyOf']);
    expect(refuse('values: [tournament', 'value: [tournament')).toEqual(['$.axes.scheme: anyOf']);
    expect(refuse('- {zip: [islands, every]}', '- {zap: [islands, every]}')).toEqual(['$.design: anyOf']);
    expect(refuse('points: 64', 'points: 6.4')).toEqual(['$.design: anyOf']);
  });
});
