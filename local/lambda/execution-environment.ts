import { Worker } from 'node:worker_threads';
import type { Environment, RunOptions } from './environment.ts';
import { exited, killed, outOfMemory, timedOut } from './function-errors.ts';
import { forwardLines } from './log-lines.ts';
import type { EnvironmentData, EnvironmentMessage, Invocation, InvocationMessage, Outcome } from './protocol.ts';

const ENTRY = new URL('./worker/main.mjs', import.meta.url);
/** What AWS gives a function to load, before the Timeout counts. */
const INIT_LIMIT_MS = 10_000;

export interface ExecutionEnvironmentProps extends EnvironmentData {
  readonly timeoutMs: number;
  readonly memorySizeMb: number;
  /** All that `process.env` holds: nothing of the host's. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
  /** It ended, whatever the reason, and takes no more invocations. */
  readonly onEnd: () => void;
}

interface Running {
  readonly invocation: Invocation;
  readonly settle: (outcome: Outcome) => void;
  readonly ignoresTimeout: boolean;
  timer?: NodeJS.Timeout;
}

/** A worker thread with a function's code, warm from one invocation to the next. It runs one at a time. */
export class ExecutionEnvironment implements Environment {
  readonly #props: ExecutionEnvironmentProps;
  readonly #worker: Worker;
  /** Resolves when the thread is gone. */
  readonly exit: Promise<void>;
  #isReady = false;
  #hasEnded = false;
  #running: Running | undefined;

  constructor(props: ExecutionEnvironmentProps) {
    this.#props = props;
    const { taskRoot, handler } = props;
    this.#worker = new Worker(ENTRY, {
      workerData: { taskRoot, handler } satisfies EnvironmentData,
      env: props.variables,
      // Not the host's own flags, which are none of the function's.
      execArgv: [],
      argv: [],
      resourceLimits: { maxOldGenerationSizeMb: props.memorySizeMb },
      stdout: true,
      stderr: true,
    });
    forwardLines(this.#worker.stdout, props.onLog);
    forwardLines(this.#worker.stderr, props.onLog);
    this.#worker.on('message', (message: EnvironmentMessage) => this.#receive(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#crash(error));
    this.exit = new Promise((resolve) => {
      this.#worker.on('exit', (status) => {
        this.#end((requestId) => exited(requestId, status));
        resolve();
      });
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Never rejects: whatever goes wrong is the function's failure. */
  run(invocation: Invocation, { ignoresTimeout = false }: RunOptions = {}): Promise<Outcome> {
    return new Promise((settle) => {
      this.#running = { invocation, settle, ignoresTimeout };
      if (this.#isReady) this.#dispatch(this.#running);
      else this.#limit(this.#running, INIT_LIMIT_MS + this.#props.timeoutMs);
    });
  }

  /** Ends it, in the middle of an invocation too. */
  async kill(): Promise<void> {
    this.#end(killed);
    await this.#worker.terminate();
  }

  #dispatch(running: Running): void {
    const { timeoutMs } = this.#props;
    this.#limit(running, timeoutMs);
    const message: InvocationMessage = { ...running.invocation, deadline: Date.now() + timeoutMs };
    this.#worker.postMessage(message);
  }

  /** Terminating is the only thing that stops an endless loop. */
  #limit(running: Running, ms: number): void {
    clearTimeout(running.timer);
    if (running.ignoresTimeout) return;
    running.timer = setTimeout(() => {
      this.#end((requestId) => timedOut(requestId, this.#props.timeoutMs));
      void this.#worker.terminate();
    }, ms);
  }

  #receive(message: EnvironmentMessage): void {
    if ('ready' in message) {
      this.#isReady = true;
      if (this.#running !== undefined) this.#dispatch(this.#running);
    } else if ('failure' in message && message.fatal) {
      this.#end(() => message.failure);
    } else {
      this.#settle(message);
    }
  }

  #crash(error: NodeJS.ErrnoException): void {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      this.#end(outOfMemory);
      return;
    }
    this.#props.onLog(String(error.stack ?? error));
    this.#end((requestId) => exited(requestId, 1));
  }

  /** The first reason counts: the thread's exit follows every other. */
  #end(failureOf: (requestId: string) => Extract<Outcome, { failure: unknown }>['failure']): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#running !== undefined) this.#settle({ failure: failureOf(this.#running.invocation.requestId) });
    this.#props.onEnd();
  }

  #settle(outcome: Outcome): void {
    const running = this.#running;
    this.#running = undefined;
    clearTimeout(running?.timer);
    running?.settle(outcome);
  }
}
