import { PARAMETER } from '../../contract/parameters.ts';
import { parseHeader } from '../../contract/transaction.ts';
import type { EmbeddedCloud } from '../../local/cloud.ts';
import type { StatusChange } from '../../local/stepfunctions/status-change.ts';

/** Notes every execution of the saga and of its recovery, from the first to the last: the cloud forgets those that are long over. */
export class Journal {
  /** The saga's, by ARN, as they stand. */
  readonly sagas = new Map<string, StatusChange>();
  /** The recovery's. */
  readonly recoveries = new Map<string, StatusChange>();
  readonly #onStart: (count: number) => void;
  #running = 0;

  /** @param onStart told of each saga that starts, the how-many-th it is */
  constructor(cloud: EmbeddedCloud, onStart: (count: number) => void) {
    const sagaArn = cloud.sagaStateMachineArn;
    const recoveryArn = cloud.parameter(PARAMETER.recoveryMachineArn);
    this.#onStart = onStart;
    cloud.stepFunctions.onStatusChange((change) => {
      if (recoveryArn === change.stateMachineArn) this.recoveries.set(change.executionArn, change);
      // An alias begins with the machine's ARN.
      if (sagaArn.startsWith(`${change.stateMachineArn}:`)) this.#noteSaga(change);
    });
  }

  /** How many sagas are under way. */
  get running(): number {
    return this.#running;
  }

  #noteSaga(change: StatusChange): void {
    const isNew = !this.sagas.has(change.executionArn);
    this.sagas.set(change.executionArn, change);
    this.#running += change.status === 'RUNNING' ? 1 : -1;
    if (isNew) this.#onStart(this.sagas.size);
  }
}

export function transactionIdOf({ input }: StatusChange): string {
  return parseHeader(JSON.parse(input)).TransactionId;
}
