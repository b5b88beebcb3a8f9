const LONGEST = 60;

/** Says what was got instead, in a few words that cannot flood a log: `the number 42`, `a list of 3`, `nothing`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string')
    return value.length > LONGEST ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === 'object') return `an object with ${listNames(Object.keys(value)) || 'no properties'}`;
  return `the ${typeof value} ${String(value)}`;
}

function listNames(names: string[]): string {
  const shown = names.slice(0, 5).map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name));
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
