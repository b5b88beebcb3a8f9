import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { parseRecoveryMessage, type RecoveryMessage } from '../../../contract/recovery-message.ts';
import { EmbeddedCloud } from '../../../local/cloud.ts';
import { stopExecution } from '../../../local/stepfunctions/actions/stop-execution.ts';
import type { Execution } from '../../../local/stepfunctions/execution.ts';
import type { StatusChange } from '../../../local/stepfunctions/status-change.ts';
import type { Case } from '../case.ts';
import type { Ends } from '../dimensions/ends.ts';
import { STEPS } from '../dimensions/steps.ts';
import type { Facts, SagaItem } from './facts.ts';
import { realFault, toldFault } from './inject.ts';
import { Scene } from './scene.ts';
import { stepInvocationOf } from './step-invocation.ts';

const LENGTHS = STEPS.map((_, index) => index + 1);

/** Between the beginnings of two scenes, by the cloud's clock. */
const BETWEEN_MS = 10;

/** What was left of a case: by itself; and after somebody mended what its rollback failed on, and had it recovered. */
export interface Outcome {
  readonly left: Facts;
  readonly mended: Facts;
}

export interface WorldOptions {
  /** Whether Lambdas run in threads of their own, which are really killed and really run out of memory. @default false */
  readonly inThreads?: boolean;
  /** Whether it is a state machine alone, without an alias and a recovery. @default false */
  readonly isBare?: boolean;
}

interface Scenes {
  readonly scenes: Map<string, Scene>;
  readonly traced: Map<string, Scene>;
}

/** An embedded cloud with the sagas of the matrix, in which cases are played. */
export class World implements AsyncDisposable {
  readonly #cloud: EmbeddedCloud;
  /** By the TransactionId. */
  readonly #scenes: Map<string, Scene>;
  /** By the Root of the main execution's trace, which its states' own requests carry. */
  readonly #traced: Map<string, Scene>;
  readonly #inThreads: boolean;
  /** Of the sagas that have a recovery. */
  readonly #recovered: readonly number[];
  readonly #startedAs: string;

  private constructor(cloud: EmbeddedCloud, { scenes, traced }: Scenes, options: WorldOptions) {
    const { inThreads = false, isBare = false } = options;
    this.#inThreads = inThreads;
    this.#recovered = isBare ? [] : LENGTHS;
    this.#startedAs = isBare ? 'AWS::StepFunctions::StateMachine' : 'AWS::StepFunctions::StateMachineAlias';
    this.#cloud = cloud;
    this.#scenes = scenes;
    this.#traced = traced;
    cloud.stepFunctions.onStatusChange((change) => this.#onStatusChange(change));
  }

  /** @param assembly the directory of a cloud assembly as `synthesize` makes it */
  static async open(assembly: string, options: WorldOptions = {}): Promise<World> {
    const scenes = new Map<string, Scene>();
    const traced = new Map<string, Scene>();
    const cloud = await EmbeddedCloud.boot({
      assembly,
      clock: 'virtual',
      lambda: options.inThreads ? 'threads' : 'in-process',
      faults: {
        lambda: (invocation) => {
          const step = stepInvocationOf(invocation);
          return step && scenes.get(step.transactionId)?.onInvocation(step);
        },
        dynamodb: (request) => {
          if (request.invocation === undefined)
            return traced.get(request.traceRoot ?? '')?.director.onClosing(request.operation);
          const step = request.operation === 'UpdateItem' ? stepInvocationOf(request.invocation) : undefined;
          return step && scenes.get(step.transactionId)?.onWrite(step, request);
        },
        messaging: ({ traceRoot }) => {
          traced.get(traceRoot ?? '')?.director.onMessage();
          return undefined;
        },
        events: ({ rule, event }) => {
          if (!rule.logicalId.includes('EndedHalfDone')) return undefined;
          return scenes.get(transactionIdOf(String(event.detail.name)))?.onDelivery();
        },
      },
    });
    return new World(cloud, { scenes, traced }, options);
  }

  /** Plays cases at once, until nothing happens any more. */
  async play(cases: readonly Case[]): Promise<readonly Outcome[]> {
    const scenes = cases.map((one) => new Scene(one, this.#props()));
    for (const scene of scenes) this.#scenes.set(scene.case.transactionId, scene);
    // One after another: what runs at the same moment needs a Lambda environment each, and most of the time goes into those.
    for (const [index, scene] of scenes.entries()) this.#cloud.clock.schedule(() => scene.begin(), index * BETWEEN_MS);
    await this.#cloud.idle();
    await this.#sweep();
    const left = await this.#facts(scenes);
    for (const scene of scenes) scene.afterwards();
    await this.#cloud.idle();
    const mended = await this.#facts(scenes);
    for (const { case: one } of scenes) this.#scenes.delete(one.transactionId);
    return left.map((facts, index) => ({ left: facts, mended: mended[index] ?? facts }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cloud.close();
  }

  #props() {
    const { stepFunctions, clock } = this.#cloud;
    const find = (type: string, id: string) => stepFunctions.machines.find(this.#named(type, id));
    let recoveries = 0;
    return {
      start: (length: number, name: string, input: string) =>
        stepFunctions.start({ ...find(this.#startedAs, `Saga${length}`), name, input }),
      recover: (length: number, ExecutionArn: string) => {
        if (!this.#recovered.includes(length)) return;
        recoveries += 1;
        const name = `${String(ExecutionArn.split(':').at(-1))}-by-hand-${recoveries}`;
        stepFunctions.start({
          ...find('AWS::StepFunctions::StateMachine', `Recovery${length}StateMachine`),
          name,
          input: JSON.stringify({ ExecutionArn }),
        });
      },
      cut: (execution: Execution, ends: Ends) => {
        if (ends === 'timed out') execution.timeOut();
        else stopExecution(stepFunctions, { executionArn: execution.arn, error: 'Stopped', cause: 'by hand' });
      },
      later: (callback: () => void, ms: number) => clock.schedule(callback, ms),
      onMain: (scene: Scene, traceRoot: string) => void this.#traced.set(traceRoot, scene),
      stepFault: this.#inThreads ? realFault : toldFault,
      isGreedy: this.#inThreads,
    };
  }

  async #sweep(): Promise<void> {
    for (const length of this.#recovered) await this.#cloud.runSchedule(`Recovery${length}SweepSchedule`);
    await this.#cloud.idle();
  }

  #onStatusChange(change: StatusChange): void {
    const { ExecutionArn } = JSON.parse(change.input) as { ExecutionArn?: string };
    if (ExecutionArn === undefined) this.#scenes.get(transactionIdOf(change.name))?.onStatusChange(change);
    else this.#scenes.get(transactionIdOf(ExecutionArn.split(':').at(-1) ?? ''))?.onRecovery(change, ExecutionArn);
  }

  async #facts(scenes: readonly Scene[]): Promise<Facts[]> {
    const records = await this.#records();
    const messages = await this.#messages();
    return scenes.map((scene) => {
      const id = scene.case.transactionId;
      const own = messages.filter(({ ExecutionArn }) => transactionIdOf(ExecutionArn.split(':').at(-1) ?? '') === id);
      return scene.facts({ record: records.get(id), messages: own });
    });
  }

  async #records(): Promise<ReadonlyMap<string, SagaItem>> {
    const client = this.#cloud.dynamodbClient();
    const TableName = this.#named('AWS::DynamoDB::Table', 'Records');
    const records = new Map<string, SagaItem>();
    let ExclusiveStartKey: ScanCommand['input']['ExclusiveStartKey'];
    do {
      const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey }));
      for (const item of page.Items ?? []) {
        const record = unmarshall(item) as SagaItem;
        records.set(record.TransactionId, record);
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return records;
  }

  /** Looks at them and leaves them there. */
  async #messages(): Promise<RecoveryMessage[]> {
    const sqs = this.#cloud.sqsClient();
    const all: RecoveryMessage[] = [];
    for (const length of this.#recovered) {
      const QueueUrl = this.#named('AWS::SQS::Queue', `Saga${length}RecoveryQueue`);
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) break;
        all.push(...Messages.map(({ Body = '' }) => parseRecoveryMessage(Body)));
      }
    }
    return all;
  }

  #named(type: string, beginning: string): string {
    const found = this.#cloud.resources(type).find(({ logicalId }) => logicalId.startsWith(beginning));
    if (found === undefined) throw new Error(`there is no ${type} whose logical id begins with ${beginning}`);
    return found.physicalId;
  }
}

/** `case-17-1` is an execution of `case-17`. */
function transactionIdOf(executionName: string): string {
  return executionName.replace(/-\d+$/, '');
}
