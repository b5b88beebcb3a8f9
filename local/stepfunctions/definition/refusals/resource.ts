import { INTEGRATION_NAMES, integrationFor } from '../../tasks/integrations.ts';
import { PATTERN } from './integration-pattern.ts';
import type { Refusal } from './refusal.ts';

/** A Task's Resource that has no integration here, an activity among them; and Parameters that its integration cannot honour. */
export const refuseResources: Refusal = (state) => {
  const { Type, Resource } = state;
  // A pattern at its end has a refusal of its own.
  if (Type !== 'Task' || PATTERN.test(String(Resource))) return [];
  const integration = integrationFor(String(Resource));
  if (integration !== undefined) return integration.refuse?.(state.Parameters) ?? [];
  const kind = /:activity:/.test(String(Resource)) ? 'the activity' : 'the resource';
  return [`${kind} ${String(Resource)}: a Task can use ${INTEGRATION_NAMES.join(', ')}`];
};
