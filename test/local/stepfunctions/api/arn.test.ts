import { expect, test } from '@jest/globals';
import { checkExecutionArn, executionArnOf, parseStateMachineArn } from '../../../../local/stepfunctions/api/arn.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:Saga';

test.each([
  [MACHINE, { machineArn: MACHINE }],
  [`${MACHINE}:3`, { machineArn: MACHINE, qualifier: '3' }],
  [`${MACHINE}:live`, { machineArn: MACHINE, qualifier: 'live' }],
])('%s names a machine', (arn, parsed) => {
  expect(parseStateMachineArn(arn)).toEqual(parsed);
});

test('an execution’s ARN is made of its machine’s', () => {
  const arn = executionArnOf(MACHINE, 'one');
  expect(arn).toBe('arn:aws:states:us-east-1:000000000000:execution:Saga:one');
  expect(checkExecutionArn(arn)).toBe(arn);
});

test.each([
  ['Saga', "Invalid Arn: 'Invalid ARN prefix: Saga'"],
  ['arn:aws:sqs:us-east-1:000000000000:stateMachine:Saga', /Invalid ARN prefix/],
  ['arn:aws:states:us-east-1:nobody:stateMachine:Saga', /Invalid ARN/],
  ['arn:aws:states:us-east-1:000000000000:stateMachine:', /Invalid ARN/],
  [executionArnOf(MACHINE, 'one'), "Invalid Arn: 'Resource type not valid in this context: execution'"],
])('%s is an InvalidArn', (arn, message) => {
  expect(() => parseStateMachineArn(arn)).toThrow(message);
});

test('a machine’s ARN is none of an execution', () => {
  expect(() => checkExecutionArn(MACHINE)).toThrow(expect.objectContaining({ code: 'InvalidArn' }));
});
