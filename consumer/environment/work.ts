import { HANDLERS, SHIPPED_HANDLERS } from '../../contract/consumer-groups.ts';
import { describe } from '../../contract/describe.ts';
import { CONSUMER_VARIABLE as NAME } from '../../contract/environment.ts';
import type { EnvironmentReader } from './reader.ts';

const STATE_MACHINE_ARN = /^arn:[^:\s]+:states:[^:\s]+:\d{12}:stateMachine:\S+$/;

/** What is done with a message. */
export type Work = { readonly handler: 'audit' } | { readonly handler: 'start-saga'; readonly stateMachineArn: string };

export function readWork(read: EnvironmentReader, consumerGroup: string): Work {
  const named = read.optional(NAME.handler);
  const handler = named ?? SHIPPED_HANDLERS[consumerGroup];
  if (handler === 'audit') return { handler };
  if (handler === 'start-saga') {
    const stateMachineArn = read.required(
      NAME.stateMachineArn,
      STATE_MACHINE_ARN,
      'the ARN of the state machine to start, such as arn:aws:states:eu-west-1:123456789012:stateMachine:saga',
      'the saga stack publishes it in SSM under …/saga/state-machine-arn',
    );
    return { handler, stateMachineArn };
  }
  // Without a group there is a problem already, and one is enough.
  if (named !== undefined || consumerGroup !== '') {
    const got =
      named === undefined
        ? `${NAME.consumerGroup} is ${describe(consumerGroup)}, which does not say what to do, so ${NAME.handler}`
        : `${NAME.handler} is ${describe(named)}, but`;
    read.problems.push(`${got} has to be one of ${HANDLERS.join(', ')}: set it`);
  }
  return { handler: 'audit' };
}
