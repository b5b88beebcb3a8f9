import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectedToken } from '../kubernetes/pod.ts';
import { writeTokenFile } from '../sts/token-file.ts';

/** kubelet replaces a token when that much of its time is over. */
const REPLACED_AT = 0.8;

/** The token of a pod, kept fresh in a directory of its own. */
export class PodVolume implements AsyncDisposable {
  /** Where the token is. */
  readonly tokenFile: string;
  readonly #directory: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(directory: string, tokenFile: string, token: ProjectedToken) {
    this.tokenFile = tokenFile;
    this.#directory = directory;
    const replace = () => writeTokenFile(directory, token).catch((error: Error) => process.emitWarning(error));
    this.#timer = setInterval(replace, token.expiresInSeconds * 1000 * REPLACED_AT).unref();
  }

  static async mount(token: ProjectedToken): Promise<PodVolume> {
    const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-pod-'));
    return new PodVolume(directory, await writeTokenFile(directory, token), token);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await rm(this.#directory, { recursive: true, force: true });
  }
}
