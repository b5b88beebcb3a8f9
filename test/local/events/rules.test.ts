import { describe, expect, test } from '@jest/globals';
import { TemplateError } from '../../../local/cloudformation/template-error.ts';
import { arnOf, cloudOf, executions, FAILED, FAILING, messages, PASSING, QUEUE, rule, start } from './rules.ts';

const to = (logicalId: string, target: object = {}) =>
  rule({ EventPattern: FAILED, Targets: [{ Id: 'T', Arn: arnOf(logicalId), ...target }] });

describe('a rule', () => {
  test('starts a state machine when an execution of another has failed, with what it takes from the event', async () => {
    const transformer = { InputPathsMap: { arn: '$.detail.executionArn' }, InputTemplate: '{"ExecutionArn":<arn>}' };
    const cloud = await cloudOf({ FAILING, PASSING, Rule: to('PASSING', { InputTransformer: transformer }) });

    const executionArn = start(cloud, 'Failing');
    await cloud.idle();

    expect(executions(cloud, 'Passing').map(({ status, props }) => [status, props.input])).toEqual([
      ['SUCCEEDED', JSON.stringify({ ExecutionArn: executionArn })],
    ]);
  });

  test('sends the whole event to a queue, and to a topic with its groups', async () => {
    const Topic = { Type: 'AWS::SNS::Topic' };
    const Subscription = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('Group'), RawMessageDelivery: true },
    };
    const Targets = [
      { Id: 'Q', Arn: arnOf('Queue') },
      { Id: 'T', Arn: { Ref: 'Topic' }, InputPath: '$.detail.status' },
    ];
    const Rule = rule({ EventPattern: FAILED, Targets });
    const cloud = await cloudOf({ FAILING, Queue: QUEUE, Group: QUEUE, Topic, Subscription, Rule });

    const executionArn = start(cloud, 'Failing');
    await cloud.idle();

    expect(await messages(cloud, 'Queue')).toMatchObject([
      { body: { resources: [executionArn], detail: { status: 'FAILED', error: 'SagaOpen', cause: 'why' } } },
    ]);
    expect(await messages(cloud, 'Group')).toMatchObject([{ body: 'FAILED' }]);
  });

  test('invokes a function, which Lambda tries again a minute and then two after it has failed', async () => {
    const lines: string[] = [];
    const code = `export const run = async ({ detail }) => { console.log(new Date().getTime(), detail.name); throw new Error('no'); };`;
    const cloud = await cloudOf({ FAILING, Rule: to('Function') }, { code, onLog: (_, line) => lines.push(line) });

    start(cloud, 'Failing');
    await cloud.idle();

    const times = lines.filter((line) => line.endsWith(' one')).map((line) => Number(line.split(' ')[0]));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 60_000, 180_000]);
  });

  test('that is disabled, or matches nothing that happens, does nothing', async () => {
    const Targets = [{ Id: 'Q', Arn: arnOf('Queue') }];
    const Disabled = rule({ EventPattern: FAILED, State: 'DISABLED', Targets });
    const Other = rule({ EventPattern: { ...FAILED, detail: { status: ['ABORTED'] } }, Targets });
    const cloud = await cloudOf({ FAILING, Queue: QUEUE, Disabled, Other });

    start(cloud, 'Failing');
    await cloud.idle();

    expect(await messages(cloud, 'Queue')).toEqual([]);
  });

  test.each([
    [{ EventBusName: 'mine', EventPattern: FAILED }, 'is on the bus "mine"'],
    [{ EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } }, 'EventPattern.source has'],
    [{ ScheduleExpression: 'cron(0 12 * * ? *)' }, 'knows rates alone, such as rate(15 minutes)'],
    [{ ScheduleExpression: 'rate(1 minutes)' }, 'ScheduleExpression is "rate(1 minutes)"'],
    [{ EventPattern: FAILED, Other: 1 }, 'property Other is not honoured'],
    [
      { EventPattern: FAILED, Targets: [{ Id: 'T', Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/c' }] },
      'delivers to states, sqs, sns, lambda alone',
    ],
    [{ EventPattern: FAILED, Targets: [{ Id: 'T', Arn: arnOf('Queue'), EcsParameters: {} }] }, 'EcsParameters'],
    [{ EventPattern: FAILED, Targets: [{ Id: 'T', Arn: arnOf('Queue'), InputPath: 'x' }] }, 'path "x" is not followed'],
  ])('%j is refused by name: %s', async (properties, message) => {
    const boot = cloudOf({ Queue: QUEUE, Rule: rule(properties) });

    await expect(boot).rejects.toThrow(TemplateError);
    await expect(boot).rejects.toThrow(message);
  });
});

describe('a schedule', () => {
  const Rule = rule({
    ScheduleExpression: 'rate(15 minutes)',
    Targets: [{ Id: 'T', Arn: arnOf('PASSING') }],
  });

  test('ticks as time passes, and is nothing to wait for', async () => {
    const cloud = await cloudOf({ PASSING, Rule });
    await cloud.idle();
    expect(executions(cloud, 'Passing')).toEqual([]);

    await cloud.advance(45 * 60_000);
    await cloud.idle();

    const inputs = executions(cloud, 'Passing').map(({ props }) => JSON.parse(props.input));
    expect(inputs).toHaveLength(3);
    expect(inputs[0]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
  });

  test('runs when it is told to, by its name or logical id', async () => {
    const cloud = await cloudOf({ PASSING, Rule, Queue: QUEUE, Other: rule({ EventPattern: FAILED }) });

    await cloud.runSchedule('Rule');
    await cloud.runSchedule(cloud.resources('AWS::Events::Rule')[0]?.physicalId ?? '');
    await cloud.idle();

    expect(executions(cloud, 'Passing')).toHaveLength(2);
    await expect(cloud.runSchedule('Other')).rejects.toThrow('0 rules with a schedule are called "Other"');
  });

  test('is over when the cloud is closed', async () => {
    const cloud = await cloudOf({ PASSING, Rule }, { clock: 'real' });

    await cloud.close();

    expect(executions(cloud, 'Passing')).toEqual([]);
  });
});
