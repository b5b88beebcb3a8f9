import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { executionName } from '../../contract/transaction.ts';
import { type Handler, type HandlerResult, PoisonMessage, Throttled } from '../handler.ts';
import { classify } from '../pool/failure.ts';
import type { TokenBucket } from '../token-bucket.ts';
import { parseMessage } from './parse-message.ts';

export interface StartSagaProps {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
  /** Below the quota of StartExecution, which is what limits the consumer in the end. */
  readonly bucket: TokenBucket;
}

/**
 * Starts the saga of a transaction, once: its execution is named after the transaction and the attempt, and Step Functions
 * gives a name away once in 90 days.
 */
export function startSaga({ client, stateMachineArn, bucket }: StartSagaProps): Handler {
  return async ({ body }, { signal }) => {
    const { input, transaction } = parseMessage(body);
    const name = executionName(transaction.TransactionDetails.TransactionId, transaction.Attempt);
    await bucket.take(signal);
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }), {
        abortSignal: signal,
      });
      return 'done';
    } catch (error) {
      signal.throwIfAborted();
      return outcomeOf(error, name);
    }
  };
}

/** Errors by which Step Functions refuses this message, and would again. */
const POISONOUS: readonly string[] = ['InvalidExecutionInput', 'InvalidName'];

/**
 * What an error of StartExecution means for the message.
 *
 * @throws PoisonMessage for the message's own fault
 * @throws Throttled for everything between us and Step Functions, a missing permission included: to dead-letter message after
 * message would not mend it, and held messages are still there when it is mended
 */
function outcomeOf(error: unknown, execution: string): HandlerResult {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'ExecutionAlreadyExists') return 'duplicate';
  if (POISONOUS.includes(error.name)) {
    // Its message may quote the input.
    throw new PoisonMessage(`Step Functions refuses execution ${execution} with ${error.name}`);
  }
  // A defect of our own, which no waiting mends.
  if (classify(error) === 'other') throw error;
  throw new Throttled(`StartExecution of ${execution} failed for now with ${error.name}: ${error.message}`, {
    cause: error,
  });
}
