import { type Definition, type State, statesOf } from './definition.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';
import { refuseCredentials } from './refusals/credentials.ts';
import { refuseDistributedMap } from './refusals/distributed-map.ts';
import { refuseHeartbeats } from './refusals/heartbeat.ts';
import { refuseIntegrationPatterns } from './refusals/integration-pattern.ts';
import { refuseIntrinsics } from './refusals/intrinsics.ts';
import { refuseJsonataFields } from './refusals/jsonata-fields.ts';
import { refusePaths } from './refusals/paths.ts';
import { refuseJsonata } from './refusals/query-language.ts';
import type { Refusal } from './refusals/refusal.ts';
import { refuseResources } from './refusals/resource.ts';
import { refuseVariables } from './refusals/variables.ts';

/** All that is refused by name when a machine is created, instead of being run wrongly. */
export const REFUSALS: readonly Refusal[] = [
  refuseJsonata,
  refuseJsonataFields,
  refuseVariables,
  refuseIntegrationPatterns,
  refuseHeartbeats,
  refuseCredentials,
  refuseDistributedMap,
  refuseResources,
  refuseIntrinsics,
  refusePaths,
];

const CODE = 'NOT_IN_THE_EMBEDDED_CLOUD';

/** Everything in a definition that the embedded cloud does not run, state by state. */
export function refusalsOf(definition: Definition): Diagnostic[] {
  const ofTheMachine = refuseJsonata(definition as unknown as State).map((what) => diagnostic(CODE, what, '/'));
  return [...ofTheMachine, ...duplicates(definition), ...[...statesOf(definition)].flatMap(refusalsOfState)];
}

function refusalsOfState([name, state]: readonly [string, State]): Diagnostic[] {
  return REFUSALS.flatMap((refuse) => refuse(state)).map((what) =>
    diagnostic(CODE, `the state '${name}' uses ${what}`, `/States/${name}`),
  );
}

/** AWS wants the name of a state to be the only one of its machine, branches and processors included. */
function duplicates(definition: Definition): Diagnostic[] {
  const seen = new Set<string>();
  const twice = [...statesOf(definition)].filter(([name]) => seen.has(name) || !seen.add(name));
  return twice.map(([name]) =>
    diagnostic('DUPLICATE_STATE_NAMES', `two states are named '${name}': rename one of them`, `/States/${name}`),
  );
}
