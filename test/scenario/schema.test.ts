import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadScenario } from '../../src/scenario/load.js';
import { jsonSchema, scenarioSchema } from '../../src/scenario/schema.js';
import { type JsonSchema, jsonSchemaFaults } from './json-schema-faults.js';
import { MINIMAL, VARIED } from './texts.js';

const schema = jsonSchema() as JsonSchema;
const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');
const whole = read('whole-format.yaml');
const analog = read('whole-analog.yaml');

/** Calls `visit` for each property of a schema, with the keys on the way; variants are all gone through. */
function eachProperty(
  node: JsonSchema,
  visit: (path: string[], property: JsonSchema) => void,
  path: string[] = [],
): void {
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    visit([...path, key], property);
    eachProperty(property, visit, [...path, key]);
  }
  for (const inner of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.prefixItems ?? [])]) {
    eachProperty(inner, visit, path);
  }
  if (node.items) eachProperty(node.items, visit, [...path, '*']);
  if (typeof node.additionalProperties === 'object') eachProperty(node.additionalProperties, visit, [...path, '*']);
}

describe('the JSON Schema of the format', () => {
  it('says which draft it follows and what it describes', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.title).toBe('scarce scenario');
    expect(schema.required).toEqual(['name', 'lattice', 'environment', 'ports', 'channels', 'stop']);
    expect(schema.properties!.lattice!.required).toEqual(['map', 'neighbours']);
  });

  it('survives JSON, so that it can be printed for editors', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('accepts the whole format and shorter scenarios', () => {
    for (const text of [whole, analog, MINIMAL, VARIED]) expect(jsonSchemaFaults(schema, parse(text))).toEqual([]);
  });

  it('refuses what the loader refuses for its form', () => {
    const refuse = (from: string, to: string): string[] => {
      expect(whole).toContain(from);
      return jsonSchemaFaults(schema, parse(whole.replace(from, to)));
    };
    expect(refuse('noise: 0\n', 'noise: 2\n')).toEqual(['$.lattice.noise: range']);
    expect(refuse('samples:', 'sample:')).toEqual(['$.measure.sample: additional']);
    expect(refuse('samples: 4096', 'samples: 1000')).toEqual(['$.measure.samples: multipleOf']);
    expect(refuse('vector: { fair: 4 }', 'vector: { fair: -4 }')).toEqual(['$.environment.vector: anyOf']);
    expect(refuse('reward: 1', 'reward: 0')).toEqual(['$.channels.through.reward: exclusiveMinimum']);
    expect(refuse('scheme: tournament', 'scheme: tourney')).toEqual(['$.selection: oneOf']);
    expect(refuse('name: hostage', 'name: Hostage')).toEqual(['$.name: pattern']);
  });

  it('describes every key in words', () => {
    const silent: string[] = [];
    eachProperty(schema, (path, { description }) => {
      if (!description) silent.push(path.join('.'));
    });
    expect(silent).toEqual([]);
  });

  it('holds no top-level key beside those of the whole format', () => {
    const keys = new Set<string>();
    eachProperty(schema, (path) => keys.add(path.join('.')));
    for (const key of [
      'demons.*.unlock',
      'phases.*.at',
      'genome.ties.*.sign',
      'channels.watch',
      'units.strength.bins',
      'variation.mutation.step',
    ]) {
      expect(keys).toContain(key);
    }
    expect(Object.keys(schema.properties!).sort()).toEqual(Object.keys(parse(whole)).sort());
  });

  it('documents as defaults exactly what loading a minimal file gives', () => {
    const { scenario } = loadScenario({ text: MINIMAL, file: 'f.yaml' });
    const documented: Record<string, unknown> = {};
    const resolved: Record<string, unknown> = {};
    eachProperty(schema, (path, property) => {
      if (!('default' in property) || path.includes('*')) return;
      let value: unknown = scenario;
      for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
      // `{}` says that each key has a default of its own; what is of analog units only is not in this record.
      if (value === undefined || JSON.stringify(property.default) === '{}') return;
      documented[path.join('.')] = property.default;
      resolved[path.join('.')] = value;
    });
    expect(documented['variation.crossover']).toEqual({ kind: 'none' });
    documented['variation.crossover'] = { kind: 'none', rate: 0 };
    expect(documented).toEqual(resolved);
    expect(Object.keys(documented).sort()).toEqual([
      'description',
      'genome.begin',
      'genome.prior',
      'genome.shared',
      'genome.ties',
      'lattice.border',
      'lattice.noise',
      'lattice.start',
      'lattice.ticks',
      'measure.every',
      'measure.prior',
      'measure.samples',
      'measure.stimulus',
      'phases',
      'population.islands',
      'population.size',
      'seed',
      'selection.scheme',
      'selection.size',
      'units',
      'variation.crossover',
      'variation.mutation.perGenome',
    ]);
  });
});

describe('the whole format', () => {
  it.each([
    ['of look-up tables', whole],
    ['of analog units', analog],
  ])('%s has no fault', (_, text) => {
    expect(scenarioSchema.safeParse(parse(text)).success).toBe(true);
    expect(loadScenario({ text, file: 'f.yaml' }).scenario.channels.through!.reward).toBe(1);
  });
});

describe('the scenarios that are shipped', () => {
  it('are valid by the JSON Schema too', () => {
    const files = readdirSync('scenarios').filter((file) => file.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(jsonSchemaFaults(schema, parse(readFileSync(join('scenarios', file), 'utf8')))).toEqual([]);
    }
  });
});
