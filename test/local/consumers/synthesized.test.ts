import { PublishCommand } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { EmbeddedCloud } from '../../../local/cloud.ts';
import { Consumers } from '../../../local/consumers/consumers.ts';
import { executionArnOf } from '../../../local/stepfunctions/api/arn.ts';
import { synthesize } from '../../../local/synth.ts';
import { temporaryDirectory } from '../cloudformation/write-assembly.ts';

const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF';

test.each([
  ['by EKS Pod Identity', { identityType: 'podIdentity' }, "the container's provider"],
  ['on IPv6', { podNetwork: 'ipv6' }, 'web identity'],
  [
    'on a cluster that is there already',
    { existingCluster: { clusterName: 'shared', openIdConnectProviderArn: PROVIDER } },
    'web identity',
  ],
])(
  'the consumers of the application, %s, run a saga for what is published',
  async (_, context, credentials) => {
    const assembly = await synthesize(temporaryDirectory(), { ...context, 'aws:cdk:disable-asset-staging': true });
    await using cloud = await EmbeddedCloud.boot({ assembly, timeScale: 0.01 });
    const lines: string[] = [];
    const audited = Promise.withResolvers<void>();
    await using consumers = await Consumers.start(cloud, {
      onLog: (group, line) => {
        lines.push(line);
        if (group === 'audit' && line.includes('"pod-1"')) audited.resolve();
      },
    });
    const started = Promise.withResolvers<void>();
    cloud.stepFunctions.onStatusChange(() => started.resolve());
    const Message = JSON.stringify({ TransactionDetails: { TransactionId: 'pod-1' } });
    await cloud.snsClient().send(new PublishCommand({ TopicArn: cloud.topicArn, Message }));
    await Promise.race([Promise.all([started.promise, audited.promise]), consumers.failed]);

    const { status } = await cloud.stepFunctions.waitForEnd(executionArnOf(cloud.sagaStateMachineArn, 'pod-1-1'));
    expect(status).toBe('SUCCEEDED');
    expect(consumers.all).toEqual([
      { group: 'saga', deployment: 'fanout-saga-dev/consumer-saga', replicas: 1 },
      { group: 'audit', deployment: 'fanout-saga-dev/consumer-audit', replicas: 1 },
    ]);
    const first = lines.filter((line) => line.includes('"consumer started"')).map((line) => JSON.parse(line));
    expect(first.map((line) => line.credentials)).toEqual([credentials, credentials]);
  },
  120_000,
);
