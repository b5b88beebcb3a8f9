import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../consumer/main.ts', import.meta.url));
/** More than a parked poll's 20 s. A pod has 60. */
const GRACE_MS = 25_000;
/** Between two signals: one that comes with the other is lost. */
const HURRY_MS = 50;

export interface ConsumerProcessProps {
  readonly group: string;
  /** All that the process is told: nothing of this one's environment is handed on. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets each line that the consumer writes. @default - they are dropped */
  readonly onLog?: (group: string, line: string) => void;
}

/** The consumer of one group, in a process of its own as in its pod: it can be drained, and it can be killed. */
export class ConsumerProcess {
  /** Rejects when it ends without being told to. */
  readonly failed: Promise<never>;
  readonly #child: ChildProcess;
  readonly #started: Promise<void>;
  #isStopping = false;

  constructor({ group, environment, onLog }: ConsumerProcessProps) {
    this.#child = spawn(process.execPath, [MAIN], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const started = Promise.withResolvers<void>();
    this.#started = started.promise;
    const tail: string[] = [];
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (line.includes('"consumer started"')) started.resolve();
        tail.push(line);
        if (tail.length > 5) tail.shift();
        onLog?.(group, line);
      });
    }
    this.failed = once(this.#child, 'close').then(([code, signal]) => {
      if (this.#isStopping) return new Promise<never>(() => {});
      throw new Error(
        `the consumer of group ${group} ended with ${code ?? signal}; its last lines:\n${tail.join('\n')}`,
      );
    });
    // Whoever waits for it hears of it; without anybody, it is no unhandled rejection.
    this.failed.catch(() => {});
  }

  /** Resolves when it receives messages. @throws Error when it ends before that */
  async started(): Promise<void> {
    await Promise.race([this.#started, this.failed]);
  }

  /** Drains it as Kubernetes does: SIGTERM, then SIGKILL when the grace is over. Parked polls end first, after 20 s at most. */
  async drain(): Promise<void> {
    await this.#end(() => {});
  }

  /** Ends it without waiting for its parked polls: a second SIGTERM cuts them, as the embedded cloud is going away. */
  async stop(): Promise<void> {
    await this.#end(() => void this.#child.kill('SIGTERM'));
  }

  /** Ends it as a lost node would: nothing is drained. */
  kill(): void {
    this.#isStopping = true;
    this.#child.kill('SIGKILL');
  }

  async #end(hurry: () => void): Promise<void> {
    this.#isStopping = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const hurrying = setTimeout(hurry, HURRY_MS);
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(hurrying);
    clearTimeout(kill);
  }
}
