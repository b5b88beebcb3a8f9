import type { Integration } from './integration.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { type ServiceNames, serviceError } from './service-error.ts';
import { serviceEvents } from './task-events.ts';

const DYNAMODB: ServiceNames = {
  prefix: 'DynamoDB',
  service: 'AmazonDynamoDBv2',
  general: 'AmazonDynamoDBException',
  unnamed: ['ValidationException', 'SerializationException', 'UnknownOperationException'],
};

/** `arn:aws:states:::dynamodb:updateItem` and its three siblings. */
export function dynamodb(resource: 'getItem' | 'putItem' | 'updateItem' | 'deleteItem'): Integration {
  const action = resource[0]?.toUpperCase() + resource.slice(1);
  return {
    label: 'dynamodb',
    events: serviceEvents('dynamodb', resource),
    async run(parameters, { callService, traceId }) {
      try {
        const result = await callService('dynamodb', action, parameters as object, { traceId });
        return { ...(result as object), ...sdkMetadata({ 'Content-Type': 'application/x-amz-json-1.0' }) };
      } catch (error) {
        throw serviceError(error, DYNAMODB);
      }
    },
  };
}
