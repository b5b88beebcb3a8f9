import { isObject } from '../../../contract/describe.ts';
import type { Parameters } from '../../http/aws-json.ts';
import type { SqsCall } from '../fauxqs.ts';
import { mapReceived } from './messages.ts';

/** fauxqs gives all attributes where none are asked for; SQS gives none, and a consumer that forgot to ask would never learn. */
export function onlyWhatWasAskedFor(call: SqsCall): SqsCall {
  return async (operation, parameters) => {
    if (operation === 'GetQueueAttributes') return call(operation, { AttributeNames: [], ...parameters });
    if (operation !== 'ReceiveMessage') return call(operation, parameters);
    const { MessageAttributeNames, ...others } = parameters;
    const names = Array.isArray(MessageAttributeNames) ? MessageAttributeNames.map(String) : [];
    return mapReceived(await call(operation, others), (message) => withAttributes(message, names));
  };
}

function withAttributes(message: Parameters, names: readonly string[]): Parameters {
  const { MessageAttributes, MD5OfMessageAttributes, ...rest } = message;
  const all = Object.entries(isObject(MessageAttributes) ? MessageAttributes : {});
  const wanted = all.filter(([name]) => names.some((pattern) => isNamed(name, pattern)));
  if (wanted.length === 0) return rest;
  return {
    ...rest,
    MessageAttributes: Object.fromEntries(wanted),
    // The digest is that of all of them.
    ...(wanted.length === all.length && { MD5OfMessageAttributes }),
  };
}

/** A pattern is a name, `All`, or the start of names: `tenant.*` */
function isNamed(name: string, pattern: string): boolean {
  return pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2)));
}
