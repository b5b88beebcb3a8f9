import { throttled } from '../../../../../local/dynamodb/dynamodb-fault.ts';
import type { Execution } from '../../../../../local/stepfunctions/execution.ts';
import type { Call, Request } from './call.ts';
import type { Choice } from './choices.ts';
import { abandon, answer, type Carried, carryOut, resultOf } from './delivery.ts';
import { connectionLost, type Fate } from './fates.ts';
import { BROKEN, type Running, type Scene } from './scene.ts';
import { sayWho } from './services.ts';

const HOUR_MS = 3_600_000;
/** A sweep that still finds something after so many hours will find it for ever. */
const MAX_SWEEPS = 6;

/** Moves one thing at a time: what is chosen, then everything else to its end. */
export class Schedule {
  /** What happened, for the report. */
  readonly log: string[] = [];
  readonly #scene: Scene;
  readonly #maxExecutions: number;
  /** Requests that are on their way, but nobody waits for them any more. */
  #late: Request[] = [];
  /** Functions that run on, but nobody waits for them any more. */
  #orphans: Call[] = [];

  constructor(scene: Scene, maxExecutions: number) {
    this.#scene = scene;
    this.#maxExecutions = maxExecutions;
  }

  async choose(choice: Choice): Promise<void> {
    const scene = this.#scene;
    scene.clock.move(choice.ms);
    switch (choice.do) {
      case 'start the next execution':
        if (scene.sagas.length < this.#maxExecutions) await this.start();
        break;
      case 'go on': {
        const call = pick(this.#waiting, choice.who);
        if (call !== undefined) await this.#goOn(call, choice.fate);
        break;
      }
      case 'finish': {
        const call = pick(this.#waiting, choice.who);
        if (call !== undefined) await this.#finish(call.execution);
        break;
      }
      case 'land':
        await this.#land(choice.which);
        break;
      case 'cut': {
        const running = pick(scene.alive, choice.who);
        if (running !== undefined) await this.#cut(running, choice.status);
        break;
      }
      case 'recover': {
        const saga = pick(scene.sagas, choice.which);
        if (saga !== undefined) await this.#recover(saga);
        break;
      }
      case 'sweep':
        await this.#sweep();
    }
  }

  async start(): Promise<void> {
    await this.#scene.startSaga();
    this.#note(`${this.#scene.sagas.at(-1)?.execution.props.name} starts`);
  }

  /** Nothing goes wrong any more: all that runs comes to its end, all that is late lands, and sweeps find what is open. */
  async settle(sweepsFirst: boolean): Promise<void> {
    await this.#finish();
    if (sweepsFirst) await this.#sweepAll();
    while (this.#late.length + this.#orphans.length > 0) await this.#land(0);
    await this.#finish();
    await this.#sweepAll();
  }

  /** An operator has mended what the rollbacks failed on, and has the saga recovered. */
  async mend(): Promise<void> {
    for (const saga of this.#scene.sagas) {
      if (saga.execution.arn !== this.#scene.services.record?.ExecutionId) continue;
      await this.#recover(saga);
      await this.#finish();
    }
  }

  get #waiting(): readonly Call[] {
    return this.#scene.alive.flatMap(({ call }) => (call?.isParked ? [call] : []));
  }

  /** @param only one of those that run @default - all of them, one after the other */
  async #finish(only?: Execution): Promise<void> {
    const next = () => this.#waiting.find(({ execution }) => only === undefined || execution === only);
    for (let call = next(); call !== undefined; call = next()) await this.#goOn(call, 'answered');
  }

  async #sweepAll(): Promise<void> {
    for (let count = 0; count < MAX_SWEEPS; count += 1) {
      this.#scene.clock.move(HOUR_MS);
      if ((await this.#sweep()) === 0) return;
      await this.#finish();
    }
    throw new Error(`a sweep still finds something after ${MAX_SWEEPS} hours`);
  }

  async #sweep(): Promise<number> {
    const started = await this.#scene.sweep();
    this.#note(`a sweep starts ${started} recoveries`);
    return started;
  }

  async #recover({ execution }: Running): Promise<void> {
    this.#note(`${execution.props.name}, ${execution.status}, is to be recovered`);
    await this.#scene.startRecovery(execution);
  }

  async #goOn(call: Call, fate: Fate): Promise<void> {
    const { request } = call;
    const note = (carried?: Carried) =>
      this.#note(`${request.what}: ${fate}${carried === undefined ? '' : `, ${resultOf(carried)}`}`);
    switch (fate) {
      case 'answered': {
        const carried = await carryOut(request);
        note(carried);
        return await answer(call, carried);
      }
      case 'twice': {
        const first = await carryOut(request);
        note(first);
        return await answer(call, await carryOut(request));
      }
      case 'echoed': {
        const carried = await carryOut(request);
        note(carried);
        this.#late.push(request);
        return await answer(call, carried);
      }
      case 'lost':
        note(await carryOut(request));
        return await answer(call, { error: connectionLost() });
      case 'throttled':
        note();
        return await answer(call, { error: throttled() });
      case 'killed':
        note();
        call.unpark();
        this.#late.push(request);
        return await abandon(call, 'Sandbox.Timedout');
      case 'outlived':
        note();
        this.#leave(call);
        return await abandon(call, 'States.Timeout');
      case 'fails before':
        note();
        call.unpark();
        return await this.#doom(call);
      case 'fails after':
        note(await carryOut(request));
        call.unpark();
        return await this.#doom(call);
    }
  }

  /** However often it is retried. */
  async #doom(call: Call): Promise<void> {
    const running = this.#scene.alive.find(({ execution }) => execution === call.execution);
    if (running !== undefined) running.doomed = call.state;
    await abandon(call, BROKEN);
  }

  async #cut({ execution, of, call }: Running, status: 'TIMED_OUT' | 'ABORTED'): Promise<void> {
    this.#note(`${sayWho({ actsAs: of ?? execution, byRecovery: of !== undefined })} is ${status}`);
    if (call?.isParked) this.#leave(call);
    call?.orphan();
    execution.finish({ status });
    await execution.ended;
  }

  /** A function runs on; what is but a request is on its way. */
  #leave(call: Call): void {
    if (call.kind === 'function') this.#orphans.push(call);
    else this.#late.push(call.unpark().request);
  }

  async #land(which: number): Promise<void> {
    const all: readonly (Request | Call)[] = [...this.#late, ...this.#orphans];
    const one = pick(all, which);
    if (one === undefined) return;
    const request = 'apply' in one ? one : one.request;
    const carried = await carryOut(request);
    this.#note(`${request.what} lands, ${resultOf(carried)}`);
    this.#late = this.#late.filter((late) => late !== one);
    if (!('apply' in one)) await answer(one, carried);
    this.#orphans = this.#orphans.filter(({ isParked }) => isParked);
  }

  #note(line: string): void {
    this.log.push(`${new Date(this.#scene.clock.now()).toISOString().slice(11, -1)} ${line}`);
  }
}

function pick<T>(all: readonly T[], index: number): T | undefined {
  return all[index % all.length];
}
