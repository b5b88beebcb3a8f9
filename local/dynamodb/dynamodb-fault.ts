import { type Clock, during, sleep } from '../clock/clock.ts';
import { AwsError } from '../http/aws-error.ts';
import { ResponseLost } from '../http/response-lost.ts';

/** What is to go wrong with a request. */
export type DynamoDbFault =
  /** It is carried out, but its answer is lost on the way. */
  | { readonly loseResponse: true }
  /**
   * It is carried out that much later, by the clock of this cloud, whatever has become of the one who asked: a write that was
   * on its way when its Lambda was killed.
   */
  | { readonly applyAfterMs: number };

/** What DynamoDB answers above a table's throughput. */
export function throttled(): AwsError {
  return new AwsError(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning ' +
      'level with the UpdateTable API.',
  );
}

/** Carries a request out, and lets go wrong what is to. @throws ResponseLost in place of an answer */
export async function carryOut<T>(
  clock: Clock,
  fault: DynamoDbFault | undefined,
  request: () => Promise<T>,
): Promise<T> {
  if (fault !== undefined && 'applyAfterMs' in fault) await sleep(clock, fault.applyAfterMs);
  const answer = during(clock, request);
  if (fault === undefined || !('loseResponse' in fault)) return await answer;
  // Lost is what it says as well where that is an error.
  await answer.catch(() => undefined);
  throw new ResponseLost();
}
