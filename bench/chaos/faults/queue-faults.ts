import { AwsError } from '../../../local/http/aws-error.ts';
import type { MessagingFault, MessagingRequest } from '../../../local/sns-sqs/sns-sqs.ts';
import { draw, type Lots } from '../lots.ts';

export type QueueFaultName = 'answers in vain' | 'is unavailable';

/** Of the calls that consumers send to their queue, these parts. */
const SHARES: readonly (readonly [share: number, value: QueueFaultName])[] = [
  [0.01, 'answers in vain'],
  [0.01, 'is unavailable'],
];
const OPERATIONS: readonly string[] = ['ReceiveMessage', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'];

/** Draws what goes wrong with a group's queue, call by call. */
export class QueueFaults {
  readonly #lots: Lots;
  readonly #onStrike: (fault: QueueFaultName) => void;
  #calls = 0;

  constructor(lots: Lots, onStrike: (fault: QueueFaultName) => void) {
    this.#lots = lots;
    this.#onStrike = onStrike;
  }

  /** @throws AwsError where SQS refuses */
  beforeRequest({ service, operation }: MessagingRequest): MessagingFault | undefined {
    if (service !== 'sqs' || !OPERATIONS.includes(operation)) return undefined;
    this.#calls += 1;
    const fault = draw(this.#lots('queue', this.#calls), SHARES);
    if (fault === undefined) return undefined;
    this.#onStrike(fault);
    if (fault === 'is unavailable') throw new AwsError('ServiceUnavailable', 'Service unavailable', 503);
    return { loseResponse: true };
  }
}
