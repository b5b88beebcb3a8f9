import { describe, expect, test } from '@jest/globals';
import { application, boot, functionOf } from './application.ts';

const role = (Principal: object) => ({
  It: {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] } },
  },
});
const queue = (VisibilityTimeout: number) => ({ It: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout } } });
const alarm = (Threshold: number) => ({ It: { Type: 'AWS::CloudWatch::Alarm', Properties: { Threshold } } });
const lambda = { Service: 'lambda.amazonaws.com' };
const pods = { Service: 'pods.eks.amazonaws.com' };

describe('a deployment is refused by name', () => {
  test.each([
    ['added', 'AWS::SQS::Queue', {}, queue(1)],
    ['changed', 'AWS::SQS::Queue', queue(1), queue(2)],
    ['removed', 'AWS::SQS::Queue', queue(1), {}],
    ['added', 'AWS::IAM::Role', {}, role(pods)],
  ])('where it has %s an %s', async (change, type, before, next) => {
    const cloud = await boot(application(before));
    await expect(cloud.deploy(application(next))).rejects.toThrow(
      `stack App, resource It (${type}): is ${change} by the deployment, but over a cloud that runs only these may be: ` +
        'AWS::Lambda::Function (added, changed, removed)',
    );
  });
});

test.each([
  ['an alarm that is added', {}, alarm(1)],
  ['an alarm that is changed', alarm(1), alarm(2)],
  ['an alarm that is removed', alarm(1), {}],
  ['the role of a function', {}, role(lambda)],
  ['a queue that stays', queue(1), queue(1)],
])('%s is no reason to refuse one', async (_, before, next) => {
  const cloud = await boot(application(before));
  await cloud.deploy(application(next));
  expect(cloud.resources('AWS::CloudWatch::Alarm')).toHaveLength(
    'It' in next && 'Threshold' in next.It.Properties ? 1 : 0,
  );
});

test('what is refused changes nothing', async () => {
  const cloud = await boot(functionOf('() => 1'));
  await expect(cloud.deploy(application(queue(1)))).rejects.toThrow('is added by the deployment');
  expect(cloud.resources('AWS::Lambda::Function')).toHaveLength(1);
  expect(cloud.resources('AWS::SQS::Queue')).toEqual([]);
});

test('one deployment at a time', async () => {
  const cloud = await boot(application({}));
  const first = cloud.deploy(application({}));
  await expect(cloud.deploy(application({}))).rejects.toThrow('a deployment is in progress');
  await first;
  await cloud.deploy(application({}));
});
