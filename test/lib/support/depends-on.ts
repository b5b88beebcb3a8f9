import type { Template } from 'aws-cdk-lib/assertions';

/** The logical ids that have to be there before a resource, by DependsOn alone, those of those included. */
export function before(template: Template, id: string): ReadonlySet<string> {
  const resources = template.toJSON().Resources;
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const next of [resources[one]?.DependsOn ?? []].flat()) {
      if (found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(id);
  return found;
}
