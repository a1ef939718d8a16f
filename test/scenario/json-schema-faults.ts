/** The keywords of JSON Schema (draft 2020-12) that the format's schema uses. */
export interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  minProperties?: number;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  default?: unknown;
  description?: string;
  title?: string;
  $schema?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

const KNOWN = new Set(
  (
    'type const enum anyOf oneOf properties required additionalProperties propertyNames minProperties items prefixItems ' +
    'minItems maxItems minimum maximum exclusiveMinimum exclusiveMaximum multipleOf pattern minLength maxLength default ' +
    'description title $schema $ref $defs'
  ).split(' '),
);

/** Paths at which a value breaks a schema; empty where it is valid. Unknown keywords throw: nothing is passed over. */
export function jsonSchemaFaults(schema: JsonSchema, value: unknown, path = '$', defs = schema.$defs): string[] {
  for (const keyword of Object.keys(schema)) if (!KNOWN.has(keyword)) throw new Error(`unknown keyword ${keyword}`);
  const faults: string[] = [];
  const demand = (holds: boolean, what: string): void => {
    if (!holds) faults.push(`${path}: ${what}`);
  };
  if (schema.type !== undefined) demand(isOfType(schema.type, value), schema.type);
  if ('const' in schema) demand(value === schema.const, 'const');
  if (schema.enum) demand(schema.enum.includes(value), 'enum');
  if (schema.$ref !== undefined) {
    const named = defs?.[schema.$ref.replace('#/$defs/', '')];
    if (named === undefined) throw new Error(`unknown reference ${schema.$ref}`);
    faults.push(...jsonSchemaFaults(named, value, path, defs));
  }
  const fits = (branch: JsonSchema): boolean => jsonSchemaFaults(branch, value, path, defs).length === 0;
  if (schema.anyOf) demand(schema.anyOf.some(fits), 'anyOf');
  if (schema.oneOf) demand(schema.oneOf.filter(fits).length === 1, 'oneOf');
  if (typeof value === 'number') {
    demand(value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity), 'range');
    demand(value > (schema.exclusiveMinimum ?? -Infinity), 'exclusiveMinimum');
    demand(value < (schema.exclusiveMaximum ?? Infinity), 'exclusiveMaximum');
    demand(value % (schema.multipleOf ?? 1e-300) === 0 || schema.multipleOf === undefined, 'multipleOf');
  }
  if (typeof value === 'string') {
    demand(value.length >= (schema.minLength ?? 0) && value.length <= (schema.maxLength ?? Infinity), 'length');
    demand(schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value), 'pattern');
  }
  if (Array.isArray(value)) {
    demand(value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity), 'items');
    value.forEach((item, i) => {
      const inner = schema.prefixItems?.[i] ?? schema.items;
      if (inner) faults.push(...jsonSchemaFaults(inner, item, `${path}.${i}`, defs));
    });
  } else if (isOfType('object', value)) {
    const record = value as Record<string, unknown>;
    demand(Object.keys(record).length >= (schema.minProperties ?? 0), 'minProperties');
    for (const key of schema.required ?? []) demand(Object.hasOwn(record, key), `required ${key}`);
    for (const [key, entry] of Object.entries(record)) {
      if (schema.propertyNames) faults.push(...jsonSchemaFaults(schema.propertyNames, key, `${path}.${key}`, defs));
      const inner = schema.properties?.[key] ?? schema.additionalProperties;
      if (inner === false) faults.push(`${path}.${key}: additional`);
      else if (typeof inner === 'object') faults.push(...jsonSchemaFaults(inner, entry, `${path}.${key}`, defs));
    }
  }
  return faults;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
