import { describe, expect, test } from '@jest/globals';
import { useConsumerAssembly } from '../../support/iam/consumer-assembly.ts';
import { evaluate } from '../../support/iam/evaluate.ts';
import { serviceAccountOf } from '../../support/iam/service-accounts.ts';
import { allowed, resourcesOf, servicesOf } from '../../support/iam/sweep.ts';
import { arnIn, BY_ALIAS, machinesOf, queuesOf } from '../../support/iam/targets.ts';

const CONSUME = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

describe.each(['irsa', 'podIdentity'] as const)('with %s', (identityType) => {
  const assembly = useConsumerAssembly({ identityType });
  const saga = () => serviceAccountOf(assembly(), 'fanout-saga-dev', 'consumer-saga').role;
  const audit = () => serviceAccountOf(assembly(), 'fanout-saga-dev', 'consumer-audit').role;
  const keda = () => serviceAccountOf(assembly(), 'keda', 'keda-operator').role;
  const queue = (name: string) => arnIn(queuesOf(assembly()), name);
  const machine = (name: string) => arnIn(machinesOf(assembly()), name);

  test('the pods of saga consume their queue and start the saga, of all that IAM knows', async () => {
    expect(servicesOf(saga())).toEqual(['sqs', 'states']);
    expect(resourcesOf(saga())).toEqual([queue('saga Queue'), machine('saga')]);
    expect(saga().managedPolicies).toEqual([]);
    expect(await allowed(saga(), 'sqs', queuesOf(assembly()))).toEqual(
      CONSUME.map((action) => `${action} on saga Queue`),
    );
    expect(await allowed(saga(), 'states', machinesOf(assembly()))).toEqual(['states:StartExecution on saga']);
  });

  test('the pods of audit consume their queue, of all that IAM knows', async () => {
    expect(servicesOf(audit())).toEqual(['sqs']);
    expect(resourcesOf(audit())).toEqual([queue('audit Queue')]);
    expect(audit().managedPolicies).toEqual([]);
    expect(await allowed(audit(), 'sqs', queuesOf(assembly()))).toEqual(
      CONSUME.map((action) => `${action} on audit Queue`),
    );
  });

  test('KEDA reads the attributes of the queues that pods consume, of all that IAM knows', async () => {
    expect(servicesOf(keda())).toEqual(['sqs']);
    expect(resourcesOf(keda())).toEqual([queue('audit Queue'), queue('saga Queue')]);
    expect(keda().managedPolicies).toEqual([]);
    expect(await allowed(keda(), 'sqs', queuesOf(assembly()))).toEqual([
      'sqs:GetQueueAttributes on audit Queue',
      'sqs:GetQueueAttributes on saga Queue',
    ]);
  });

  test.each([
    ['receive from the queue of another group', 'sqs:ReceiveMessage', () => queue('audit Queue')],
    ['receive its own dead letters', 'sqs:ReceiveMessage', () => queue('saga DeadLetterQueue')],
    ['receive what was not delivered', 'sqs:ReceiveMessage', () => queue('saga SubscriptionDeadLetterQueue')],
    ['receive from a queue of another application', 'sqs:ReceiveMessage', () => queue('another')],
    ['send to its own queue', 'sqs:SendMessage', () => queue('saga Queue')],
    ['purge its own queue', 'sqs:PurgeQueue', () => queue('saga Queue')],
    ['delete its own queue', 'sqs:DeleteQueue', () => queue('saga Queue')],
    ['open its own queue to others', 'sqs:SetQueueAttributes', () => queue('saga Queue')],
    ['start the recovery', 'states:StartExecution', () => machine('recovery')],
    ['start another state machine', 'states:StartExecution', () => machine('another')],
    ['look at an execution of the saga', 'states:DescribeExecution', () => machine('execution of saga')],
    ['stop an execution of the saga', 'states:StopExecution', () => machine('execution of saga')],
    ['change the saga', 'states:UpdateStateMachine', () => machine('saga')],
    ['make a role', 'iam:CreateRole', () => audit().arn],
    ['hand a role to a service', 'iam:PassRole', () => audit().arn],
    ['take on the role of another group', 'sts:AssumeRole', () => audit().arn],
  ])('a pod of saga may not %s', async (_what, action, resource) => {
    expect(await evaluate(saga(), { action, resource: resource() })).toBe('not allowed');
  });

  test('one permission more, on anything, would be noticed', async () => {
    const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' } as const;
    const tampered = { ...saga(), policies: [...saga().policies, { Version: '2012-10-17', Statement: [statement] }] };

    expect(resourcesOf(tampered)).toContain('*');
    expect(await allowed(tampered, 'sqs', queuesOf(assembly()))).toEqual(
      expect.arrayContaining(['sqs:SendMessage on saga Queue', 'sqs:SendMessage on another']),
    );
  });

  test('a pod of audit may not start an execution', async () => {
    const request = { action: 'states:StartExecution', resource: machine('saga'), context: BY_ALIAS };

    expect(await evaluate(audit(), request)).toBe('not allowed');
    expect(await evaluate(saga(), request)).toBe('allowed');
  });

  test('a pod of saga may start it by its alias only, which says what code runs', async () => {
    const request = { action: 'states:StartExecution', resource: machine('saga') };

    expect(await evaluate(saga(), request)).toBe('not allowed');
    expect(await evaluate(saga(), { ...request, context: { 'states:StateMachineQualifier': ['7'] } })).toBe(
      'not allowed',
    );
  });

  test('a queue lets nobody in without TLS', async () => {
    const request = { action: 'sqs:ReceiveMessage', resource: queue('saga Queue') };
    const { policy } = queuesOf(assembly())['saga Queue'] ?? {};

    const plain = await evaluate(saga(), { ...request, context: { 'aws:SecureTransport': 'false' } }, policy);
    expect(plain).toBe('denied');
    expect(await evaluate(saga(), request, policy)).toBe('allowed');
  });
});
