import type { Assembly, Resource } from '../../../local/cloudformation/assembly.ts';
import { arnOf } from '../../../local/cloudformation/place.ts';
import { resourcePolicyOf } from './roles.ts';
import type { Targets } from './sweep.ts';

/**
 * The queues of the consumer groups, with their policies, as `saga Queue` or `audit DeadLetterQueue`, and one of another
 * application of the account.
 */
export function queuesOf(assembly: Assembly): Targets {
  const queues = assembly.resources('AWS::SQS::Queue').map((queue) => {
    const policy = resourcePolicyOf(assembly, 'AWS::SQS::QueuePolicy', 'Queues', queue.physicalId);
    return [nameOf(queue), { arn: String(queue.attributes.Arn), policy }] as const;
  });
  return { ...Object.fromEntries(queues), another: { arn: arnOf('sqs', 'another') } };
}

/** The saga, an execution of it, and what else there may be in the account. */
export function machinesOf(assembly: Assembly): Targets {
  const machines = assembly.resources('AWS::StepFunctions::StateMachine');
  const saga = machines.find(({ logicalId }) => logicalId.startsWith('Saga'));
  const recovery = machines.find(({ logicalId }) => logicalId.startsWith('Recovery'));
  if (saga === undefined || recovery === undefined || machines.length > 2) {
    throw new Error(`${machines.length} state machines, a saga and its recovery were expected`);
  }
  const { Arn, Name } = saga.attributes;
  return {
    saga: { arn: String(Arn) },
    'execution of saga': { arn: arnOf('states', `execution:${Name}:1-1`) },
    recovery: { arn: String(recovery.attributes.Arn) },
    another: { arn: arnOf('states', 'stateMachine:another') },
    'execution of another': { arn: arnOf('states', 'execution:another:1') },
    activity: { arn: arnOf('states', 'activity:any') },
  };
}

/** @throws Error when there is no target of that name */
export function arnIn(targets: Targets, name: string): string {
  const target = targets[name];
  if (target === undefined) throw new Error(`there is no ${name}, only ${Object.keys(targets).join(', ')}`);
  return target.arn;
}

/** What IAM is told of a start by the alias, which is all that a consumer may. */
export const BY_ALIAS = { 'states:StateMachineQualifier': ['live'] } as const;

/** A construct's id is its group's name, and the logical id begins with both: `sagaDeadLetterQueue0A1B2C3D`. Others have theirs. */
function nameOf({ logicalId }: Resource): string {
  const [, group, queue] = /^([a-z]+)((?:Subscription)?(?:DeadLetter)?Queue)[0-9A-F]{8}$/.exec(logicalId) ?? [];
  return group === undefined || queue === undefined ? logicalId : `${group} ${queue}`;
}
