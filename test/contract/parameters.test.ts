import { expect, test } from '@jest/globals';
import { PARAMETER, parameterName, queueUrlParameter } from '../../contract/parameters.ts';

test.each([
  [PARAMETER.topicArn, '/fanout-saga/dev/messaging/topic-arn'],
  [queueUrlParameter('saga'), '/fanout-saga/dev/messaging/saga/queue-url'],
  [PARAMETER.stateMachineArn, '/fanout-saga/dev/saga/state-machine-arn'],
] as const)('the parameter %s is %s', (parameter, name) => {
  expect(parameterName('dev', parameter)).toBe(name);
});
