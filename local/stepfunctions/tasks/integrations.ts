import { dynamodb } from './dynamodb.ts';
import type { Integration } from './integration.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { publish, sendMessage } from './messages.ts';

const INTEGRATIONS: ReadonlyMap<string, Integration> = new Map([
  ['lambda:invoke', lambdaInvoke],
  ['dynamodb:getItem', dynamodb('getItem')],
  ['dynamodb:putItem', dynamodb('putItem')],
  ['dynamodb:updateItem', dynamodb('updateItem')],
  ['dynamodb:deleteItem', dynamodb('deleteItem')],
  ['sqs:sendMessage', sendMessage],
  ['sns:publish', publish],
]);

/** What a Task's Resource can be, in words. */
export const INTEGRATION_NAMES: readonly string[] = [...INTEGRATIONS.keys(), 'the ARN of a Lambda function'];

const SERVICE = /^arn:aws[a-z-]*:states:[^:]*:[^:]*:([^.]+)$/;

/** The integration of a Task's Resource; undefined where there is none. */
export function integrationFor(resource: string): Integration | undefined {
  return INTEGRATIONS.get(SERVICE.exec(resource)?.[1] ?? '') ?? lambdaFunction(resource);
}
