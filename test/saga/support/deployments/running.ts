import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { EmbeddedCloud } from '../../../../local/cloud.ts';
import { startSaga } from '../../../support/cloud.ts';
import { noEvents } from '../recoveries.ts';

export interface Ended {
  readonly status: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** A cloud with a first deployment, in which a saga can be held. Nobody but the test starts a recovery. */
export class Running implements AsyncDisposable {
  readonly cloud: EmbeddedCloud;
  readonly #told: string[];
  readonly #holds: Map<string, Hold>;

  private constructor(cloud: EmbeddedCloud, told: string[], holds: Map<string, Hold>) {
    this.cloud = cloud;
    this.#told = told;
    this.#holds = holds;
  }

  static async boot(assembly: string): Promise<Running> {
    const told: string[] = [];
    const holds = new Map<string, Hold>();
    const cloud = await EmbeddedCloud.boot({
      assembly,
      timeScale: 0.01,
      lambda: 'in-process',
      onLog: (_name, line) => void told.push(line),
      faults: {
        events: noEvents,
        lambda: async ({ task }) => {
          const hold = holds.get(task?.executionArn.split(':').at(-1) ?? '');
          // Once: a recovery calls the same step for the same execution.
          if (hold === undefined || hold.isOver || hold.step !== task?.step) return undefined;
          hold.isOver = true;
          hold.came.resolve();
          await hold.released.promise;
          return undefined;
        },
      },
    });
    return new Running(cloud, told, holds);
  }

  /** Starts a saga of this TransactionId by the alias. @returns the execution's ARN */
  async start(TransactionId: string, simulateFail?: string): Promise<string> {
    return await startSaga(this.cloud, { TransactionDetails: { TransactionId, simulateFail } }, TransactionId);
  }

  /** Starts one, and holds what this step's state calls next: the code is resolved by then, that of later steps is not. */
  async startHeld(id: string, step: string, simulateFail?: string): Promise<string> {
    const hold = { step, isOver: false, came: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() };
    this.#holds.set(id, hold);
    const executionArn = await this.start(id, simulateFail);
    await hold.came.promise;
    return executionArn;
  }

  release(id: string): void {
    this.#holds.get(id)?.released.resolve();
    this.#holds.delete(id);
  }

  /** Waits for the end of an execution. @returns how it ended, with the record as it stands now */
  async ended(executionArn: string): Promise<Ended> {
    const { status, name } = await this.cloud.stepFunctions.waitForEnd(executionArn);
    const Key = { TransactionId: { S: name } };
    const command = new GetItemCommand({ TableName: this.cloud.tableName, Key, ConsistentRead: true });
    const { Item = {} } = await this.cloud.dynamodbClient().send(command);
    return { status, record: unmarshall(Item) };
  }

  /** What the steps' code has told of a saga, such as `first runs Charge`. */
  told(id: string): string[] {
    return this.#told.filter((line) => line.startsWith(`${id}: `)).map((line) => line.slice(id.length + 2));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const id of [...this.#holds.keys()]) this.release(id);
    await this.cloud.close();
  }
}

interface Hold {
  readonly step: string;
  /** Whether it has held what it is for. */
  isOver: boolean;
  readonly came: PromiseWithResolvers<void>;
  readonly released: PromiseWithResolvers<void>;
}
