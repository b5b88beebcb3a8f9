import { Interrupted, NothingToDo, Refused } from '../errors.ts';
import { count, type PublishReport } from './report.ts';

const AGAIN = 'publish the same again: what was published already runs once';

/**
 * Ends with success only where all that was valid was published.
 *
 * @param refusal why it ended early. @default - it did not
 * @throws the refusal, or a CliError
 */
export function judge(
  { published, failed, skipped, unsent }: PublishReport,
  refusal: unknown,
  signal: AbortSignal,
): void {
  if (refusal !== undefined) throw refusal;
  if (signal.aborted && unsent !== 0) throw new Interrupted(`stopped before the end; to send the rest, ${AGAIN}`);
  if (failed > 0)
    throw new Refused(
      `SNS did not take ${count(failed)} of ${count(published + failed)} messages; to send them, ${AGAIN}`,
    );
  if (published > 0) return;
  throw skipped > 0 ? new NothingToDo('nothing was published: none of the transactions is valid') : nothingToPublish();
}

export function nothingToPublish(): NothingToDo {
  return new NothingToDo(
    'there is nothing to publish: the input holds no transaction; write one JSON object a line, such as { "TransactionId": "1" }',
  );
}
