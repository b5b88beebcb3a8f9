import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const FROM_SOURCE = join(import.meta.dirname, '../../consumer/main.ts');

/** A line of its log. */
export type Line = Readonly<Record<string, unknown>>;

/** Who runs it, and where. @default - this process's own */
export type Place = Pick<SpawnOptions, 'cwd' | 'uid' | 'gid'> & { readonly node?: string };

/** The consumer in a process of its own, with the environment that it is given and nothing else. */
export class ConsumerProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  stdout = '';
  stderr = '';

  constructor(env: NodeJS.ProcessEnv, args: readonly string[] = [], entry = FROM_SOURCE, place: Place = {}) {
    const { node = process.execPath, ...where } = place;
    this.#child = spawn(node, [entry, ...args], { env: { PATH: process.env.PATH, ...env }, ...where });
    this.#exit = once(this.#child, 'close');
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stdout += chunk;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
  }

  /** Its log so far. Every line has to be JSON. */
  get lines(): Line[] {
    return this.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  /** Waits for a line of its log. */
  async line(message: string): Promise<Line> {
    for (const giveUpAt = Date.now() + 10_000; Date.now() < giveUpAt; await sleep(10)) {
      const found = this.lines.find((line) => line.message === message);
      if (found !== undefined) return found;
    }
    throw new Error(`no line ${JSON.stringify(message)} within 10 s:\n${this.stdout}${this.stderr}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** @returns the exit code */
  async exit(): Promise<unknown> {
    const [code, signal] = await this.#exit;
    return code ?? signal;
  }

  /** For the end of a test, whatever came of it. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
