import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What the consumer's Dockerfile makes, without Docker: a directory with the bundle, which needs Node and nothing else. The step is
 * the Dockerfile's own, in a process beside this one, so that it can go on during a synthesis.
 */
export class ConsumerImage implements AsyncDisposable {
  readonly #dropped = new AbortController();
  readonly #built: Promise<string>;

  private constructor() {
    this.#built = this.#build();
    // Whoever asks for it hears of a failure; without anybody, it is no unhandled rejection.
    this.#built.catch(() => {});
  }

  /** Begins at once. */
  static build(): ConsumerImage {
    return new ConsumerImage();
  }

  /** The directory in the place of the image's. @throws Error with what the bundler says */
  directory(): Promise<string> {
    return this.#built;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#dropped.abort();
    // One that failed has left nothing.
    const directory = await this.#built.catch(() => undefined);
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  }

  async #build(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-image-'));
    const args = ['consumer/bundle.ts', join(directory, 'main.mjs')];
    const { signal } = this.#dropped;
    const building = promisify(execFile)(process.execPath, args, { cwd: ROOT, signal });
    const ended = new Promise((resolve) => building.child.once('close', resolve));
    try {
      await building;
      return directory;
    } catch (error) {
      // A bundler that was told to end may still be writing.
      await ended;
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }
}
