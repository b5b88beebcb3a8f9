import type { Integration } from './integration.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { type ServiceNames, serviceError } from './service-error.ts';
import { serviceEvents } from './task-events.ts';

const SQS: ServiceNames = {
  prefix: 'SQS',
  service: 'AmazonSQS',
  general: 'AmazonSQSException',
  unnamed: ['MissingParameter', 'InvalidParameterValue'],
};
const SNS: ServiceNames = { prefix: 'SNS', service: 'AmazonSNS', general: 'AmazonSNSException', unnamed: [] };

/** `arn:aws:states:::sqs:sendMessage` */
export const sendMessage = messenger('sqs', 'sendMessage', 'MessageBody', SQS);

/** `arn:aws:states:::sns:publish` */
export const publish = messenger('sns', 'publish', 'Message', SNS);

/** A message may be JSON of any kind in a definition; a queue and a topic take text. */
function messenger(service: 'sqs' | 'sns', resource: string, body: string, names: ServiceNames): Integration {
  const action = resource[0]?.toUpperCase() + resource.slice(1);
  return {
    label: service,
    events: serviceEvents(service, resource),
    async run(parameters, { callService, traceId }) {
      const request = { ...(parameters as Record<string, unknown>) };
      if (request[body] !== undefined && typeof request[body] !== 'string')
        request[body] = JSON.stringify(request[body]);
      try {
        const result = await callService(service, action, request, { traceId });
        return { ...(result as object), ...sdkMetadata() };
      } catch (error) {
        throw serviceError(error, names);
      }
    },
  };
}
