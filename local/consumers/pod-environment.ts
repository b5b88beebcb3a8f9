import { CONSUMER_VARIABLE } from '../../contract/environment.ts';
import { queueUrlParameter } from '../../contract/parameters.ts';
import type { EmbeddedCloud } from '../cloud.ts';
import { ACCOUNT, PARTITION, REGION } from '../cloudformation/place.ts';

const QUEUE_URL_PARAMETER = /\/messaging\/([^/]+)\/queue-url$/;

/** The consumer groups of the messaging stack, by the parameters that publish their queues. */
export function consumerGroups(cloud: EmbeddedCloud): string[] {
  return cloud
    .resources('AWS::SSM::Parameter')
    .map(({ physicalId }) => QUEUE_URL_PARAMETER.exec(physicalId)?.[1])
    .filter((group) => group !== undefined);
}

/** What a pod of the group is told: a web identity, its queue, and the embedded cloud in the place of AWS. */
export function podEnvironment(cloud: EmbeddedCloud, group: string, tokenFile: string): Record<string, string> {
  const queueUrl = cloud.parameter(queueUrlParameter(group));
  const queue = cloud.resources('AWS::SQS::Queue').find(({ physicalId }) => physicalId === queueUrl);
  return {
    APP_ENV: 'integration',
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_ROLE_ARN: `arn:${PARTITION}:iam::${ACCOUNT}:role/consumer-${group}`,
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    [CONSUMER_VARIABLE.queueUrl]: queueUrl,
    [CONSUMER_VARIABLE.consumerGroup]: group,
    [CONSUMER_VARIABLE.visibilityTimeoutSeconds]: String(queue?.properties.VisibilityTimeout ?? 30),
    [CONSUMER_VARIABLE.stateMachineArn]: cloud.sagaStateMachineArn,
    [CONSUMER_VARIABLE.host]: '127.0.0.1',
    [CONSUMER_VARIABLE.port]: '0',
  };
}
