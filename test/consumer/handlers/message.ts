import type { ConsumerMessage } from '../../../consumer/handler.ts';

/** A message as the pool hands it out. Anything but a string becomes its body as JSON. */
export function message(body: unknown, more: Partial<ConsumerMessage> = {}): ConsumerMessage {
  return {
    messageId: 'b2f2',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    receiveCount: 1,
    attributes: { SentTimestamp: '1767225600000' },
    messageAttributes: {},
    ...more,
  };
}
