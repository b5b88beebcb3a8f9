import { expect, test } from '@jest/globals';
import { refuseResources } from '../../../../../local/stepfunctions/definition/refusals/resource.ts';
import { stateOf } from '../../support/state.ts';

const task = (Resource: string, Parameters?: object) =>
  stateOf({ Type: 'Task', Resource, ...(Parameters && { Parameters }) });
const invoke = (Parameters: object) => task('arn:aws:states:::lambda:invoke', Parameters);

test.each([
  'arn:aws:states:::dynamodb:query',
  'arn:aws:states:::aws-sdk:dynamodb:updateItem',
  'arn:aws:states:::states:startExecution',
  'arn:aws:lambda:us-east-1:000000000000:layer:a',
  'Charge',
])('the resource %s is refused, with those that there are', (resource) => {
  expect(refuseResources(task(resource))).toEqual([
    `the resource ${resource}: a Task can use lambda:invoke, dynamodb:getItem, dynamodb:putItem, dynamodb:updateItem, ` +
      'dynamodb:deleteItem, sqs:sendMessage, sns:publish, the ARN of a Lambda function',
  ]);
});

test('an activity is refused as one', () => {
  expect(refuseResources(task('arn:aws:states:us-east-1:000000000000:activity:Pack'))).toEqual([
    expect.stringMatching(/^the activity arn:aws:states:.*:activity:Pack: /),
  ]);
});

test.each([
  'arn:aws:states:::dynamodb:updateItem',
  'arn:aws-cn:states:::sqs:sendMessage',
  'arn:aws:lambda:us-east-1:000000000000:function:Charge',
  'arn:aws:lambda:us-east-1:000000000000:function:Charge:live',
])('%s is not refused', (resource) => {
  expect(refuseResources(task(resource))).toEqual([]);
});

test.each([
  [{ 'FunctionName.$': '$.name', 'Payload.$': '$', Qualifier: '1', InvocationType: 'RequestResponse' }, []],
  [{ Payload: {} }, ['lambda:invoke without FunctionName: name the function in Parameters']],
  [{ FunctionName: 'f', InvocationType: 'Event' }, ['InvocationType Event of lambda:invoke: use RequestResponse']],
  [
    { FunctionName: 'f', ClientContext: 'e30=' },
    ['ClientContext of lambda:invoke: it takes FunctionName, Payload, Qualifier, InvocationType'],
  ],
])('of the Parameters %j of lambda:invoke it says %j', (parameters, refusals) => {
  expect(refuseResources(invoke(parameters))).toEqual(refusals);
});
