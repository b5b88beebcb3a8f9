import type { Parameters } from '../../http/aws-json.ts';

/** Changes each message that a request sends. */
export function mapSent(
  operation: string,
  parameters: Parameters,
  change: (message: Parameters) => Parameters,
): Parameters {
  if (operation === 'SendMessage') return change(parameters);
  const { Entries } = parameters;
  if (operation !== 'SendMessageBatch' || !Array.isArray(Entries)) return parameters;
  return { ...parameters, Entries: Entries.map(change) };
}

/** Changes each message that an answer brings. */
export function mapReceived(
  answer: Record<string, unknown>,
  change: (message: Parameters) => Parameters,
): Record<string, unknown> {
  return Array.isArray(answer.Messages) ? { ...answer, Messages: answer.Messages.map(change) } : answer;
}

/** Changes what an answer says of each message that was sent, which has an Id where there were several. */
export function mapSendResults(
  operation: string,
  answer: Record<string, unknown>,
  change: (result: Parameters) => Parameters,
): Record<string, unknown> {
  if (operation === 'SendMessage') return change(answer);
  if (operation !== 'SendMessageBatch' || !Array.isArray(answer.Successful)) return answer;
  return { ...answer, Successful: answer.Successful.map(change) };
}

/** Whether a request for a message's system attributes names this one. */
export function asksFor({ AttributeNames, MessageSystemAttributeNames }: Parameters, name: string): boolean {
  const names = [AttributeNames ?? [], MessageSystemAttributeNames ?? []].flat();
  return names.includes('All') || names.includes(name);
}

/** The name of the queue that a request is for, by its URL: the last part of it. */
export function queueNameOf({ QueueUrl }: Parameters): string {
  return String(QueueUrl).split('/').at(-1) ?? '';
}

export function isFifo(name: string): boolean {
  return name.endsWith('.fifo');
}
