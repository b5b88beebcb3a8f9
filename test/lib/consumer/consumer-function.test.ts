import { describe, expect, test } from '@jest/globals';
import { type App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readFunctionEnvironment } from '../../../consumer/lambda/environment.ts';
import { ConsumerFunction, type ConsumerFunctionProps } from '../../../lib/consumer/consumer-function.ts';
import { ConfigurationError, ConsumerGroup, type ConsumerGroupProps, FanoutTopic } from '../../../lib/index.ts';
import { OF_LAMBDA, STATE_MACHINE_ARN } from '../../consumer/lambda/invocation.ts';
import { newSaga, newStack } from '../support/consumers.ts';
import { idOf } from '../support/messaging.ts';
import { statementsOf } from '../support/policies.ts';

interface Options {
  readonly props?: Partial<ConsumerFunctionProps>;
  readonly group?: Partial<ConsumerGroupProps>;
  readonly fifo?: boolean;
}

/** A function for the group `saga`, which starts the saga unless said otherwise. */
function newFunction({ props = {}, group = {}, fifo = false }: Options = {}): ConsumerFunction {
  const stack = newStack();
  const consumed = new ConsumerGroup(stack, 'group', { topic: new FanoutTopic(stack, 'Topic', { fifo }), ...group });
  const saga = newSaga(stack);
  return new ConsumerFunction(stack, 'saga', {
    group: consumed,
    groupName: 'saga',
    handler: 'start-saga',
    saga,
    ...props,
  });
}

/** A function for the group `audit`, and nothing else. */
function newAudit() {
  const stack = newStack();
  const group = new ConsumerGroup(stack, 'group', { topic: new FanoutTopic(stack, 'Topic') });
  new ConsumerFunction(stack, 'audit', { group, groupName: 'audit', handler: 'audit' });
  return { stack, group, app: stack.node.root as App };
}

function templateOf(consumer: ConsumerFunction): Template {
  return Template.fromStack(Stack.of(consumer));
}

const template = templateOf(newFunction());
const functionId = idOf(template, 'AWS::Lambda::Function', 'sagaFunction');
const queueArn = { 'Fn::GetAtt': [idOf(template, 'AWS::SQS::Queue', 'groupQueue'), 'Arn'] };
const stateMachine = { Ref: idOf(template, 'AWS::StepFunctions::StateMachine', 'Saga') };
const propertiesOf = (from: Template) => from.findResources('AWS::Lambda::Function')[functionId]?.Properties;
const environmentOf = (from: Template) => propertiesOf(from).Environment.Variables;
const mappingOf = (from: Template) =>
  Object.values(from.findResources('AWS::Lambda::EventSourceMapping'))[0]?.Properties;

describe('the function', () => {
  test('runs on Node.js 24 and arm64, is traced, and has 10 s for a batch', () => {
    expect(propertiesOf(template)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: 10,
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('writes to a log group of its own, kept for a month', () => {
    const logs = idOf(template, 'AWS::Logs::LogGroup', 'sagaLogs');
    expect(propertiesOf(template).LoggingConfig).toEqual({ LogGroup: { Ref: logs } });
    expect(template.findResources('AWS::Logs::LogGroup')[logs]).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { RetentionInDays: 30 },
    });
  });

  test('may consume its queue, start its saga, write its log and its traces, and nothing else', () => {
    const logArn = { 'Fn::GetAtt': [idOf(template, 'AWS::Logs::LogGroup', 'sagaLogs'), 'Arn'] };
    const allowed = statementsOf(template, (id) => id.startsWith('sagaRole')).flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => [action, resource])),
    );
    expect(allowed.sort()).toEqual([
      ['logs:CreateLogStream', logArn],
      ['logs:PutLogEvents', logArn],
      ['sqs:ChangeMessageVisibility', queueArn],
      ['sqs:DeleteMessage', queueArn],
      ['sqs:GetQueueAttributes', queueArn],
      ['sqs:ReceiveMessage', queueArn],
      ['states:StartExecution', stateMachine],
      ['xray:PutTelemetryRecords', '*'],
      ['xray:PutTraceSegments', '*'],
    ]);
    const role = idOf(template, 'AWS::IAM::Role', 'sagaRole');
    expect(template.findResources('AWS::IAM::Role')[role]?.Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(propertiesOf(template).Role).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
  });

  test('of audit may start nothing, even where it is given a saga', () => {
    const audit = templateOf(newFunction({ props: { handler: 'audit', groupName: 'audit' } }));
    expect(statementsOf(audit, (id) => id.startsWith('sagaRole')).flatMap(({ actions }) => actions)).not.toContain(
      'states:StartExecution',
    );
    expect(environmentOf(audit)).toEqual({ CONSUMER_GROUP: 'audit', HANDLER: 'audit' });
  });

  test('is there after its permissions, and so is the event source', () => {
    const policy = idOf(template, 'AWS::IAM::Policy', 'sagaRoleDefaultPolicy');
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
    expect(mappingOf(template).FunctionName).toEqual({ Ref: functionId });
  });

  test('counts as a consumer of its group', () => {
    const { group } = newAudit();
    expect(group.isConsumed).toBe(true);
  });

  test('follows its props', () => {
    const props = { memorySize: 1_024, timeout: Duration.seconds(20), logRetention: RetentionDays.ONE_WEEK };
    const other = templateOf(newFunction({ props }));
    expect(propertiesOf(other)).toMatchObject({ MemorySize: 1_024, Timeout: 20 });
    other.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  test('leaves nothing to cdk-nag that is not acknowledged with its reason', () => {
    const { stack, app } = newAudit();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('what the function is told', () => {
  test('is all that its code demands, beside what Lambda sets', () => {
    const env = { ...environmentOf(template), STATE_MACHINE_ARN };
    expect(environmentOf(template).STATE_MACHINE_ARN).toEqual({
      'Fn::GetAtt': [idOf(template, 'AWS::StepFunctions::StateMachineAlias', 'Saga'), 'Arn'],
    });
    expect(readFunctionEnvironment({ ...OF_LAMBDA, ...env })).toMatchObject({
      consumerGroup: 'saga',
      work: { handler: 'start-saga', stateMachineArn: STATE_MACHINE_ARN },
    });
  });

  test('is its share of the quota: together, as many as may run at a time stay below it', () => {
    const { START_RATE_PER_SECOND, START_BURST } = environmentOf(template);
    expect([START_RATE_PER_SECOND, START_BURST]).toEqual(['15', '80']);
    const quota = { maxConcurrency: 7, startRatePerSecond: 300, startBurst: 1_300 };
    expect(environmentOf(templateOf(newFunction({ props: quota })))).toMatchObject({
      START_RATE_PER_SECOND: '42',
      START_BURST: '185',
    });
  });
});

describe('the event source', () => {
  test('gives up to ten messages to each of ten invocations, and takes back those that failed', () => {
    expect(mappingOf(template)).toEqual({
      BatchSize: 10,
      EventSourceArn: queueArn,
      FunctionName: { Ref: functionId },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  test('invokes as many at a time as it is told', () => {
    const other = templateOf(newFunction({ props: { maxConcurrency: 2 } }));
    expect(mappingOf(other).ScalingConfig).toEqual({ MaximumConcurrency: 2 });
  });

  test('is the same for a FIFO queue', () => {
    const fifo = mappingOf(templateOf(newFunction({ fifo: true })));
    expect(fifo).toEqual({ ...mappingOf(template), EventSourceArn: expect.anything() });
  });
});

describe("the timeout is a sixth of the queue's visibility timeout, within 10 s and 15 minutes:", () => {
  test.each([
    [10, 10],
    [60, 10],
    [90, 15],
    [43_200, 900],
  ])('%d s hidden, %d s to work', (hidden, seconds) => {
    const other = templateOf(newFunction({ group: { visibilityTimeout: Duration.seconds(hidden) } }));
    expect(propertiesOf(other).Timeout).toBe(seconds);
  });
});

describe('what cannot be', () => {
  const refused: [string, Options, RegExp][] = [
    ['start-saga without a saga', { props: { saga: undefined } }, /start-saga has no saga to start: pass the saga, or/],
    ['one invocation at a time', { props: { maxConcurrency: 1 } }, /maxConcurrency is 1, but .* from 2 to 1000, as an/],
    [
      'more than a mapping allows',
      { props: { maxConcurrency: 1_001, startRatePerSecond: 2_000, startBurst: 2_000 } },
      /maxConcurrency is 1001, but has to be a whole number/,
    ],
    ['half an invocation', { props: { maxConcurrency: 2.5 } }, /maxConcurrency is 2.5, but has to be a whole number/],
    [
      'no time to work',
      { props: { timeout: Duration.seconds(2) } },
      /timeout is 2 s, but has to be 3 to 900 s: change/,
    ],
    [
      'more than Lambda allows',
      { props: { timeout: Duration.seconds(901) }, group: { visibilityTimeout: Duration.hours(12) } },
      /timeout is 901 s, but has to be 3 to 900 s: change it/,
    ],
    [
      'more than the queue hides a message',
      { props: { timeout: Duration.seconds(61) } },
      /timeout is 61 s, but may be at most the visibility timeout of the group's queue, 60 s, or AWS refuses/,
    ],
    ['a quota of none', { props: { startBurst: 0 } }, /startBurst is 0, but both have to be whole numbers from 1 to/],
    [
      'more invocations than executions a second',
      { props: { maxConcurrency: 151 } },
      /maxConcurrency is 151, but 150 executions cannot be shared by so many invocations/,
    ],
  ];

  test.each(refused)('%s is refused with the reason', (_what, options, message) => {
    expect(() => newFunction(options)).toThrow(message);
    expect(() => newFunction(options)).toThrow(ConfigurationError);
    expect(() => newFunction(options)).toThrow(/^Test\/saga: /);
  });

  test.each<Options>([
    { props: { maxConcurrency: 2, timeout: Duration.seconds(3), startRatePerSecond: 2, startBurst: 2 } },
    { props: { maxConcurrency: 1_000, startRatePerSecond: 1_000, startBurst: 1_000, timeout: Duration.seconds(60) } },
    { props: { handler: 'audit', maxConcurrency: 1_000 } },
  ])('begins only beyond the limits', (options) => {
    expect(() => newFunction(options)).not.toThrow();
  });
});
