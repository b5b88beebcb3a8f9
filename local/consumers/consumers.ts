import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedCloud } from '../cloud.ts';
import { writeTokenFile } from '../sts/token-file.ts';
import { ConsumerProcess } from './consumer-process.ts';
import { consumerGroups, podEnvironment } from './pod-environment.ts';

export interface ConsumersProps {
  /** Which groups to consume. @default - all that the messaging stack has */
  readonly groups?: readonly string[];
  /** Gets each line that a consumer writes. @default - they are dropped */
  readonly onLog?: (group: string, line: string) => void;
}

/** A consumer for each group, beside the embedded cloud as the pods are beside AWS. */
export class Consumers implements AsyncDisposable {
  /** Rejects when one ends without being told to. */
  readonly failed: Promise<never>;
  readonly #processes: readonly ConsumerProcess[];
  readonly #directory: string;

  private constructor(processes: readonly ConsumerProcess[], directory: string) {
    this.#processes = processes;
    this.#directory = directory;
    this.failed = Promise.race(processes.map(({ failed }) => failed));
    this.failed.catch(() => {});
  }

  /** Resolves when all of them receive. @throws Error with the last lines of one that does not start */
  static async start(cloud: EmbeddedCloud, { groups, onLog }: ConsumersProps = {}): Promise<Consumers> {
    const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-pod-'));
    const tokenFile = await writeTokenFile(directory);
    const processes = (groups ?? consumerGroups(cloud)).map(
      (group) =>
        new ConsumerProcess({
          group,
          environment: podEnvironment(cloud, group, tokenFile),
          ...(onLog && { onLog }),
        }),
    );
    const consumers = new Consumers(processes, directory);
    try {
      await Promise.all(processes.map((process) => process.started()));
    } catch (error) {
      await consumers.stop();
      throw error;
    }
    return consumers;
  }

  /** Ends them with the embedded cloud: parked polls are cut. */
  async stop(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await rm(this.#directory, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
