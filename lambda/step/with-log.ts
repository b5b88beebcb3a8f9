import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { REFUSALS } from '../../contract/errors.ts';

/** What the one line per invocation says, gathered on the way. Names, figures and outcomes; never the payload. */
export interface StepLog {
  TransactionId?: string;
  step?: string;
  /** The execution's name. */
  execution?: string;
  retryCount?: number;
  outcome?: string;
}

/** Runs a handler and writes one structured line about it, whichever way it ends. */
export async function withLog<T>(logger: Logger, context: Context, handler: (log: StepLog) => Promise<T>): Promise<T> {
  logger.addContext(context);
  const log: StepLog = {};
  try {
    const result = await handler(log);
    logger.info('step done', { ...log });
    return result;
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    // A refusal is the fence at work; it is the publisher who has to act.
    if (REFUSALS.includes(error.name)) logger.warn('step refused', { ...log, error });
    else logger.error('step failed', { ...log, error });
    throw thrown;
  }
}
