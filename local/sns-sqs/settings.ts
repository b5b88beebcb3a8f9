/** What can be said of a queue, a topic or a subscription, in a template or to the API, and what comes of it here. */
export interface Settings {
  /** What the embedded service does as the service of AWS does. */
  readonly honoured: readonly string[];
  /** Why a setting may be left without effect on this machine. */
  readonly withoutEffect: Readonly<Record<string, string>>;
}

/** The first name that is neither, which has to be refused. */
export function unknownSetting({ honoured, withoutEffect }: Settings, names: readonly string[]): string | undefined {
  return names.find((name) => !honoured.includes(name) && !Object.hasOwn(withoutEffect, name));
}

/** The properties of a resource as attributes of the API, which are text; those that only the template has are left out. */
export function toAttributes(
  properties: Readonly<Record<string, unknown>>,
  templateOnly: readonly string[],
): Record<string, string> {
  const given = Object.entries(properties).filter(([name]) => !templateOnly.includes(name));
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}
