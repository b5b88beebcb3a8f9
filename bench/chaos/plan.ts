import type { SimulateFail } from '../../contract/fault-plan.ts';
import type { TransactionRecord } from '../../contract/records.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import type { TransactionDetails } from '../../contract/transaction.ts';
import { draw, type Lots } from './lots.ts';

/** A transaction that is published. */
export interface PlannedTransaction {
  readonly details: TransactionDetails;
  readonly correlationId: string;
  /** Two of them are two sagas for one transaction, of which one may commit. */
  readonly attempts: readonly number[];
}

/** What is published, all of it. */
export interface Plan {
  readonly transactions: readonly PlannedTransaction[];
  /** The bodies of the messages in their order. Some are there twice, as a publisher that got no answer sends them. */
  readonly messages: readonly string[];
}

/** Of all transactions, these parts. */
const TWICE = 0.05;
const TWO_ATTEMPTS = 0.015;
/** How many messages later the same comes again at most, and the second attempt. */
const LATER = 500;
const MAX_RECORDS = 12;

/** What some inputs ask for; of these the second and the third are retried, and then go well. */
const SIMULATED: readonly (readonly [share: number, value: SimulateFail])[] = [
  ...SAGA_STEPS.map((step) => [0.007, step] as const),
  [0.01, { step: SAGA_STEPS[1], phase: 'before', times: 2, error: 'TransientError' }],
  [0.01, { step: SAGA_STEPS[2], phase: 'after', times: 1, error: 'TransientError' }],
  [0.01, { step: SAGA_STEPS[2], phase: 'rollback', times: 1 }],
];

export function planOf(count: number, lots: Lots): Plan {
  const transactions = Array.from({ length: count }, (_, index) => transaction(`chaos-${index + 1}`, lots));
  const placed = transactions.flatMap((planned, index) =>
    bodiesOf(planned, lots).map((body, copy) => ({
      body,
      at: index + (copy === 0 ? 0 : LATER * lots('later', planned.details.TransactionId, copy)),
    })),
  );
  return { transactions, messages: placed.sort((a, b) => a.at - b.at).map(({ body }) => body) };
}

function transaction(TransactionId: string, lots: Lots): PlannedTransaction {
  const simulateFail = draw(lots('simulated', TransactionId), SIMULATED);
  const count = Math.floor(lots('records', TransactionId) * (MAX_RECORDS + 1));
  const Records = Array.from({ length: count }, (_, index) => record(`${TransactionId}/${count - index}`, lots));
  return {
    details: { TransactionId, Records, ...(simulateFail !== undefined && { simulateFail }) },
    correlationId: `order of ${TransactionId}`,
    attempts: lots('attempts', TransactionId) < TWO_ATTEMPTS ? [1, 2] : [1],
  };
}

/** As the sample of `npm start` has them. */
function record(Id: string, lots: Lots): TransactionRecord {
  return { Id, Amount: Math.round(lots('amount', Id) * 10_000) / 100, Currency: 'EUR' };
}

function bodiesOf({ details, correlationId: CorrelationId, attempts }: PlannedTransaction, lots: Lots): string[] {
  const bodies = attempts.map((Attempt) => JSON.stringify({ TransactionDetails: details, Attempt, CorrelationId }));
  const isTwice = lots('twice', details.TransactionId) < TWICE;
  return isTwice ? [...bodies, ...bodies] : bodies;
}
