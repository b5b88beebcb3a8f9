import { type DynamoDbFault, throttled } from '../../../local/dynamodb/dynamodb-fault.ts';
import type { TracedDynamoDbRequest } from '../../../local/services.ts';
import { draw, type Lots } from '../lots.ts';
import { stepCallOf } from './invocation.ts';

export type TableFaultName = 'answers in vain' | 'is throttled' | 'is late';

/** Of the requests that steps send, these parts. */
const OF_STEPS: readonly (readonly [share: number, value: TableFaultName])[] = [
  [0.02, 'answers in vain'],
  [0.02, 'is throttled'],
  [0.005, 'is late'],
];
/** Of those that states send themselves, to close a record. */
const OF_STATES: readonly (readonly [share: number, value: TableFaultName])[] = [
  [0.05, 'answers in vain'],
  [0.05, 'is throttled'],
];

/** Longer than the 2 s that the steps' clients wait for an answer: the write lands when they have long sent another. */
const LATE_MS = { least: 2_500, most: 12_000 };

/** Draws what goes wrong with requests to the table, one after another. */
export class TableFaults {
  readonly #lots: Lots;
  readonly #onStrike: (fault: TableFaultName) => void;
  /** How many requests came before, by who sends them. */
  readonly #sent = new Map<string, number>();

  constructor(lots: Lots, onStrike: (fault: TableFaultName) => void) {
    this.#lots = lots;
    this.#onStrike = onStrike;
  }

  /** @throws AwsError where the table throttles */
  beforeRequest(request: TracedDynamoDbRequest): DynamoDbFault | undefined {
    const { sender, shares } = senderOf(request) ?? {};
    if (sender === undefined || shares === undefined) return undefined;
    const before = this.#sent.get(sender) ?? 0;
    this.#sent.set(sender, before + 1);
    const fault = draw(this.#lots('table', sender, before), shares);
    if (fault === undefined) return undefined;
    this.#onStrike(fault);
    if (fault === 'is throttled') throw throttled();
    if (fault === 'answers in vain') return { loseResponse: true };
    const lot = this.#lots('late', sender, before);
    return { applyAfterMs: LATE_MS.least + lot * (LATE_MS.most - LATE_MS.least) };
  }
}

/** Nobody is struck but steps, and the states that close a record. */
function senderOf({ operation, invocation, parameters, traceRoot }: TracedDynamoDbRequest) {
  if (invocation !== undefined) {
    const name = stepCallOf(invocation)?.name;
    return name === undefined ? undefined : { sender: name, shares: OF_STEPS };
  }
  if (operation !== 'UpdateItem' || traceRoot === undefined) return undefined;
  const { TransactionId } = parameters.Key as { readonly TransactionId?: { readonly S?: string } };
  return { sender: `close ${TransactionId?.S}`, shares: OF_STATES };
}
