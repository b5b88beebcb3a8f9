import type { Execution } from './execution.ts';

export interface RetentionProps {
  /** So many executions that have ended are kept. @default 10000 */
  readonly maxEnded?: number;
  /** So much history of executions that have ended is kept, in bytes; one execution is kept whatever its size. @default 128 MiB */
  readonly maxEndedBytes?: number;
}

/** What an execution occupies beside the texts of its history. */
const BASE_BYTES = 4096;

/** The executions, those that ended first being dropped first. The names of dropped ones stay taken. */
export class ExecutionStore {
  readonly #maxEnded: number;
  readonly #maxEndedBytes: number;
  readonly #executions = new Map<string, Execution>();
  /** In the order of their ends, with their sizes. */
  readonly #ended = new Map<string, number>();
  readonly #taken = new Set<string>();
  #endedBytes = 0;

  constructor({ maxEnded = 10_000, maxEndedBytes = 128 * 1024 * 1024 }: RetentionProps) {
    this.#maxEnded = maxEnded;
    this.#maxEndedBytes = maxEndedBytes;
  }

  get(arn: string): Execution | undefined {
    return this.#executions.get(arn);
  }

  /** True also for an execution that was dropped. */
  isTaken(arn: string): boolean {
    return this.#taken.has(arn);
  }

  add(execution: Execution): void {
    this.#executions.set(execution.arn, execution);
    this.#taken.add(execution.arn);
  }

  /** Newest first. */
  ofMachine(machineArn: string): Execution[] {
    return this.all()
      .filter(({ props }) => props.machine.arn === machineArn)
      .reverse();
  }

  all(): Execution[] {
    return [...this.#executions.values()];
  }

  /** Notes that an execution has ended, and drops what is too much. */
  ended({ arn, history }: Execution): void {
    const bytes = BASE_BYTES + history.bytes;
    this.#ended.set(arn, bytes);
    this.#endedBytes += bytes;
    for (const oldest of this.#ended.keys()) {
      const isTooMuch = this.#ended.size > this.#maxEnded || this.#endedBytes > this.#maxEndedBytes;
      if (!isTooMuch || this.#ended.size === 1) break;
      this.#drop(oldest);
    }
  }

  /** Forgets all executions of a machine that was deleted, their names as well. */
  forget(machineArn: string): void {
    const prefix = `${machineArn.replace(':stateMachine:', ':execution:')}:`;
    for (const arn of this.#taken) {
      if (!arn.startsWith(prefix)) continue;
      this.#drop(arn);
      this.#taken.delete(arn);
    }
  }

  #drop(arn: string): void {
    this.#executions.delete(arn);
    this.#endedBytes -= this.#ended.get(arn) ?? 0;
    this.#ended.delete(arn);
  }
}
