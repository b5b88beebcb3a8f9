import { type ConsumerMessage, PoisonMessage } from './handler.ts';
import type { LogFields, Logger } from './log.ts';

/** The one line that says why a message is not done. Whoever searches the logs finds it, wherever the group is consumed. */
export function logFailure(
  logger: Pick<Logger, 'error'>,
  { messageId, receiveCount }: ConsumerMessage,
  error: unknown,
  more: LogFields = {},
): void {
  const fields = { messageId, receiveCount, ...more };
  if (error instanceof PoisonMessage) logger.error('poisonous message', { ...fields, reason: error.message });
  else logger.error('the handler failed', { ...fields, error });
}
