import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Pod } from '../kubernetes/pod.ts';
import { groupOf } from './group-of.ts';
import { PodVolume } from './pod-volume.ts';
import { processEnvironment } from './process-environment.ts';

/** Between two signals: one that comes with the other is lost. */
const HURRY_MS = 50;

export interface ConsumerProcessProps {
  /** What AWS_ENDPOINT_URL is. */
  readonly endpoint: string;
  /** The directory that `buildConsumerImage` made: nothing of it is written to. */
  readonly image: string;
  /** Gets each line that the consumer writes. @default - they are dropped */
  readonly onLog?: (group: string, line: string) => void;
}

/** One pod, as a process of its own: it can be drained, and it can be killed. */
export class ConsumerProcess {
  /** Rejects when it ends without being told to. */
  readonly failed: Promise<never>;
  readonly #child: ChildProcess;
  readonly #started: Promise<void>;
  readonly #graceMs: number;
  #isStopping = false;

  private constructor(pod: Pod, volume: PodVolume | undefined, { endpoint, image, onLog }: ConsumerProcessProps) {
    const group = groupOf(pod);
    this.#graceMs = pod.terminationGracePeriodSeconds * 1000;
    // The pod's Node is this one, and its working directory that of the image: nothing else of this process is handed on.
    const [, ...args] = pod.command;
    this.#child = spawn(process.execPath, args, {
      cwd: image,
      env: processEnvironment(pod, { endpoint, ...(volume && { tokenFile: volume.tokenFile }) }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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
    this.failed = once(this.#child, 'close').then(async ([code, signal]) => {
      await volume?.[Symbol.asyncDispose]();
      if (this.#isStopping) return new Promise<never>(() => {});
      throw new Error(
        `the consumer of group ${group} (Deployment ${pod.deployment}) ended with ${code ?? signal}; its last lines:\n${tail.join('\n')}`,
      );
    });
    // Whoever waits for it hears of it; without anybody, it is no unhandled rejection.
    this.failed.catch(() => {});
  }

  /** Starts a pod's process. Whether it comes up, `started` says. */
  static async launch(pod: Pod, props: ConsumerProcessProps): Promise<ConsumerProcess> {
    const volume = pod.token === undefined ? undefined : await PodVolume.mount(pod.token);
    return new ConsumerProcess(pod, volume, props);
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
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), this.#graceMs);
    await ended;
    clearTimeout(hurrying);
    clearTimeout(kill);
  }
}
