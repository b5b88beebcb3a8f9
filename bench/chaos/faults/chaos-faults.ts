import type { AnnouncedInvocation, InvocationFault } from '../../../local/lambda/invocation-fault.ts';
import { tooManyRequests } from '../../../local/lambda/runtime.ts';
import type { Faults } from '../../../local/services.ts';
import type { Lots } from '../lots.ts';
import type { Operator } from '../operator.ts';
import { Turns } from '../turns.ts';
import { eventFaultFor } from './event-faults.ts';
import { executionNameOf, stepCallOf } from './invocation.ts';
import { lambdaFaultFor, toLambda } from './lambda-faults.ts';
import { QueueFaults } from './queue-faults.ts';
import { StartFaults } from './start-faults.ts';
import { TableFaults } from './table-faults.ts';

/** Of the attempts at a step, in so many an operator stops the execution. */
const STOPPED = 0.003;
/**
 * Of the functions beside the steps, these parts of the first invocations are killed. Lambda tries what EventBridge asked of the
 * publisher again a minute later, so that few of these are enough.
 */
const BESIDE: readonly (readonly [name: string, share: number])[] = [
  ['FindSaga', 0.2],
  ['OutcomesPublisher', 0.002],
];

/** All that goes wrong in the cloud, drawn by lots. */
export class ChaosFaults {
  readonly hooks: Faults;
  /** How often each has struck. */
  readonly struck = new Map<string, number>();
  /** The names of the executions that an operator was to stop. */
  readonly stopped = new Set<string>();
  readonly #lots: Lots;
  readonly #operator: Pick<Operator, 'stop'>;
  /** The executions about which a function beside the steps was killed: the next one is not. */
  readonly #asked = new Set<string>();
  #isCalm = false;

  constructor(lots: Lots, operator: Pick<Operator, 'stop'>) {
    this.#lots = lots;
    this.#operator = operator;
    const turns = new Turns();
    const table = new TableFaults(lots, (fault) => this.#count(`the table ${fault}`));
    const queue = new QueueFaults(lots, (fault) => this.#count(`the queue ${fault}`));
    const starts = new StartFaults(lots, (fault) => this.#count(`StartExecution ${fault}`));
    this.hooks = {
      lambda: async (invocation) => {
        await turns.take();
        return this.#onInvocation(invocation);
      },
      dynamodb: (request) => table.beforeRequest(request),
      messaging: (request) => (this.#isCalm ? undefined : queue.beforeRequest(request)),
      stepFunctions: (request) => starts.beforeRequest(request),
      events: (delivery) => eventFaultFor(delivery, lots),
    };
  }

  /** From now on queues do as they are told: whoever looks at what is left reads it from them. */
  calm(): void {
    this.#isCalm = true;
  }

  /** How many invocations of Lambdas went wrong. */
  get lambdaFaults(): number {
    return [...this.struck].filter(([name]) => name.startsWith('a Lambda')).reduce((sum, [, count]) => sum + count, 0);
  }

  /** @throws AwsError where Lambda throttles */
  #onInvocation(invocation: AnnouncedInvocation): InvocationFault | undefined {
    const call = stepCallOf(invocation);
    if (call === undefined) return this.#beside(invocation);
    if (call.kind === 'run' && this.#lots('stop', call.name) < STOPPED) {
      this.stopped.add(executionNameOf(call.executionArn));
      this.#operator.stop(call.executionArn, call.name);
    }
    const fault = lambdaFaultFor(call, this.#lots);
    if (fault === undefined) return undefined;
    this.#count(`a Lambda ${fault}`);
    if (fault === 'is throttled') throw tooManyRequests();
    return toLambda(fault, this.#lots('life', call.name));
  }

  /** What looks for a saga to recover, and what tells that one has committed. */
  #beside({ functionName, payload }: AnnouncedInvocation): InvocationFault | undefined {
    const [, share = 0] = BESIDE.find(([name]) => functionName.includes(name)) ?? [];
    const arn = /"(?:executionArn|ExecutionArn)":"([^"]+)"/.exec(JSON.stringify(payload))?.[1];
    if (arn === undefined || this.#asked.has(arn)) return undefined;
    if (this.#lots('beside', executionNameOf(arn)) >= share) return undefined;
    this.#asked.add(arn);
    this.#count('a Lambda beside the steps is killed');
    return { killAfterMs: 1 };
  }

  #count(fault: string): void {
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
  }
}
