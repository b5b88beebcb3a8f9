import { AwsError } from '../http/aws-error.ts';
import type { QueryParameters } from '../http/aws-query.ts';
import { messagePrefixes } from './query-parameters.ts';

/** All messages of a PublishBatch together: 256 KiB. */
const MAX_BATCH_BYTES = 262_144;

/**
 * What fauxqs lets pass: it drops entries without a message, and knows only the limit of one.
 *
 * @throws AwsError as SNS would answer
 */
export function refuseBatch(parameters: QueryParameters): void {
  const prefixes = messagePrefixes(parameters);
  for (const prefix of prefixes) {
    const missing = ['Id', 'Message'].find((name) => !parameters[`${prefix}${name}`]);
    if (missing === undefined) continue;
    throw new AwsError('InvalidParameter', `Invalid parameter: ${prefix}${missing} is missing or empty: send it`);
  }
  const bytes = prefixes.reduce((sum, prefix) => sum + sizeOf(parameters, prefix), 0);
  if (bytes <= MAX_BATCH_BYTES) return;
  throw new AwsError(
    'BatchRequestTooLong',
    `The length of all the messages put together is more than the limit: ${bytes} bytes of ${MAX_BATCH_BYTES}.`,
  );
}

/** The message and its attributes: name, type and value. */
function sizeOf(parameters: QueryParameters, prefix: string): number {
  return Object.entries(parameters)
    .filter(([path]) => path === `${prefix}Message` || path.startsWith(`${prefix}MessageAttributes.`))
    .reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
}
