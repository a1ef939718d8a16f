/** A value as YAML on one line, from which the very same value is read again: JSON, but that it has −0. */
function inlineYaml(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inlineYaml(inner)}`);
  return `{${entries.join(', ')}}`;
}

/** An override as the command line takes it: `path=value`. */
export function setting(path: string, value: unknown): string {
  return `${path}=${inlineYaml(value)}`;
}

/** The path of an override. */
export function pathOf(setting: string): string {
  return setting.slice(0, setting.indexOf('='));
}
