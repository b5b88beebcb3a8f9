import { describe, expect, test } from '@jest/globals';
import { newConsumer, templateOf } from '../../support/consumers.ts';
import { objectOf, REGION } from '../../support/manifests.ts';
import { statementsOf } from '../../support/policies.ts';

const template = templateOf(newConsumer());
const deployment = objectOf(template, 'Deployment');

describe('KEDA', () => {
  test('makes a pod for each 1,000 messages that wait or are worked on, one to three', () => {
    expect(objectOf(template, 'ScaledObject').spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.metadata.name },
      minReplicaCount: 1,
      maxReplicaCount: 3,
      triggers: [
        {
          type: 'aws-sqs-queue',
          metadata: {
            queueURL: expect.stringMatching(/\/groupQueue[0-9A-F]+$/),
            awsRegion: REGION,
            queueLength: '1000',
            activationQueueLength: '0',
            scaleOnInFlight: 'true',
          },
          authenticationRef: { name: 'consumer-saga' },
        },
      ],
    });
  });

  test('asks with its own role', () => {
    expect(objectOf(template, 'TriggerAuthentication').spec).toEqual({ podIdentity: { provider: 'aws' } });
    expect(statementsOf(template, (id) => id.startsWith('Keda'))).toEqual([
      { actions: ['sqs:GetQueueAttributes'], resources: [queueArn()] },
    ]);
  });

  test('can end all pods, and begins with the first message, or when it cannot tell', () => {
    const { spec } = objectOf(templateOf(newConsumer({ consumer: { minReplicas: 0 } })), 'ScaledObject');
    expect(spec).toMatchObject({
      minReplicaCount: 0,
      cooldownPeriod: 300,
      fallback: { failureThreshold: 5, replicas: 1, behavior: 'currentReplicasIfHigher' },
    });
  });

  test('follows the props', () => {
    const consumer = { minReplicas: 2, maxReplicas: 20, messagesPerReplica: 5 };
    const { spec } = objectOf(templateOf(newConsumer({ consumer })), 'ScaledObject');
    expect(spec).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 20, fallback: { replicas: 2 } });
    expect(spec.triggers[0].metadata.queueLength).toBe('5');
  });

  test('is quick to add pods and slow to take them away', () => {
    const { scaleUp, scaleDown } = objectOf(template, 'ScaledObject').spec.advanced.horizontalPodAutoscalerConfig
      .behavior;
    expect(scaleUp).toMatchObject({
      stabilizationWindowSeconds: 0,
      policies: [{ type: 'Percent', value: 100, periodSeconds: 30 }],
    });
    expect(scaleDown).toMatchObject({
      stabilizationWindowSeconds: 300,
      policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
    });
    expect(scaleDown.policies[0].periodSeconds).toBeGreaterThanOrEqual(
      deployment.spec.template.spec.terminationGracePeriodSeconds,
    );
  });
});

function queueArn(): object {
  const [id] = Object.keys(template.findResources('AWS::SQS::Queue')).filter((one) => one.startsWith('groupQueue'));
  return { 'Fn::GetAtt': [id, 'Arn'] };
}
