import { StepFunctions } from '../../../../../local/stepfunctions/step-functions.ts';
import { type SynthesizedSaga, synthesizeSagas } from '../support/sagas.ts';
import { InProcessTable } from '../support/table.ts';
import { StandingClock } from './clock.ts';
import { Scene, type SceneProps } from './scene.ts';

const START = '2026-01-01T12:00:00.000Z';
const ROLE = 'arn:aws:iam::000000000000:role/States';

interface Registered {
  readonly saga: SynthesizedSaga;
  readonly machines: SceneProps['machines'];
}

/** The table and the state machines, as synthesized, in which one transaction after the other is played. */
export class World {
  readonly #clock = new StandingClock(START);
  readonly #table: InProcessTable;
  readonly #stepFunctions: StepFunctions;
  readonly #registered: Registered[] = [];
  #scene: Scene | undefined;
  #count = 0;

  private constructor(table: InProcessTable) {
    this.#table = table;
    this.#stepFunctions = new StepFunctions({
      region: 'us-east-1',
      account: '000000000000',
      // Whoever plays a transaction has its executions; thousands before it are history.
      maxEnded: 100,
      // Retries do not wait: it is the schedule that lets time pass.
      timeScale: 0,
      clock: this.#clock,
      functions: { invoke: (name, payload, { traceId }) => this.#current().invoke(traceId, name, payload) },
      callService: (service, action, parameters, { traceId }) =>
        this.#current().callService(traceId, service, action, parameters),
    });
  }

  static async open(): Promise<World> {
    const { tableName, sagas } = synthesizeSagas();
    const world = new World(await InProcessTable.open(tableName));
    for (const saga of sagas) await world.#register(saga);
    return world;
  }

  /** Plays a transaction of so many steps, alone. Each has a record of its own, which is gone afterwards. */
  async play<T>(length: number, script: (scene: Scene) => Promise<T>): Promise<T> {
    const registered = this.#registered[length - 1];
    if (registered === undefined) throw new Error(`a saga has 1 to ${this.#registered.length} steps, not ${length}`);
    this.#count += 1;
    const transactionId = `t${this.#count}`;
    const scene = new Scene({
      ...registered,
      transactionId,
      table: this.#table,
      stepFunctions: this.#stepFunctions,
      clock: this.#clock,
    });
    this.#scene = scene;
    this.#clock.moveTo(START);
    try {
      return await script(scene);
    } finally {
      for (const { execution } of scene.alive) execution.finish({ status: 'ABORTED' });
      await this.#table.delete(transactionId);
    }
  }

  close(): void {
    this.#stepFunctions.close();
  }

  async #register(saga: SynthesizedSaga): Promise<void> {
    const register = (name: string, definition: string) =>
      this.#stepFunctions.register({ name, definition, roleArn: ROLE, validate: false });
    const name = `Saga${saga.steps.length}`;
    const machines = {
      saga: await register(name, saga.saga),
      recovery: await register(`${name}Recovery`, saga.recovery),
    };
    this.#registered.push({ saga, machines });
  }

  #current(): Scene {
    if (this.#scene === undefined) throw new Error('no transaction is played');
    return this.#scene;
  }
}
