import { describe, expect, test } from '@jest/globals';
import { useConsumerAssembly } from '../../support/iam/consumer-assembly.ts';
import { type DeployedRole, roleOf } from '../../support/iam/roles.ts';
import { allowed, resourcesOf, servicesOf } from '../../support/iam/sweep.ts';
import { arnIn, machinesOf, queuesOf } from '../../support/iam/targets.ts';

const CONSUME = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];

describe('with consumer: lambda', () => {
  const assembly = useConsumerAssembly({ consumer: 'lambda' });
  /** Of the function that the event source of a queue invokes. */
  const roleOfGroup = (group: string): DeployedRole => {
    const queue = arnIn(queuesOf(assembly()), `${group} Queue`);
    const source = assembly()
      .resources('AWS::Lambda::EventSourceMapping')
      .find(({ properties }) => properties.EventSourceArn === queue);
    const fn = assembly()
      .resources('AWS::Lambda::Function')
      .find(({ physicalId, stack }) => physicalId === source?.properties.FunctionName && stack === source?.stack);
    return roleOf(assembly(), String(fn?.properties.Role));
  };

  test.each([
    ['saga', ['states:StartExecution on saga']],
    ['audit', []],
  ])('the function of %s may do with queues and state machines what a pod may', async (group, starts) => {
    const role = roleOfGroup(group);

    expect(await allowed(role, 'sqs', queuesOf(assembly()))).toEqual(
      CONSUME.map((action) => `sqs:${action} on ${group} Queue`),
    );
    expect(await allowed(role, 'states', machinesOf(assembly()))).toEqual(starts);
    expect(role.managedPolicies).toEqual([]);
  });

  test('the function of saga may besides write its log and its traces, and only these know no resource', async () => {
    const role = roleOfGroup('saga');
    const anywhere = role.policies.flatMap(({ Statement }) => Statement).filter(({ Resource }) => Resource === '*');

    expect(servicesOf(role)).toEqual(['logs', 'sqs', 'states', 'xray']);
    expect(anywhere.flatMap(({ Action }) => Action)).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    expect(resourcesOf(role).filter((arn) => arn.startsWith('arn:aws:logs:'))).toHaveLength(1);
  });
});
