import type { EmbeddedCloud } from '../../local/cloud.ts';
import type { ConsumerImage } from '../../local/consumers/consumer-image.ts';
import { ConsumerProcess, type ConsumerProcessProps } from '../../local/consumers/consumer-process.ts';
import { podsOf } from '../../local/consumers/group-of.ts';
import type { Pod } from '../../local/kubernetes/pod.ts';

export interface CrewProps {
  readonly cloud: EmbeddedCloud;
  readonly group: string;
  readonly image: ConsumerImage;
  /** How many there are. */
  readonly size: number;
}

/** The consumers of a group, each a process of its own: where one is killed, another takes its place. */
export class Crew implements AsyncDisposable {
  /** Rejects when one that receives ends without being told to. */
  readonly failed: Promise<never>;
  readonly #pod: Pod;
  readonly #props: ConsumerProcessProps;
  readonly #fail: (error: unknown) => void;
  /** Those that receive. */
  readonly #atWork: ConsumerProcess[] = [];
  /** Those, and those that are starting. */
  readonly #all = new Set<ConsumerProcess>();
  #failedStarts = 0;
  #isEnding = false;

  private constructor(pod: Pod, props: ConsumerProcessProps) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.#pod = pod;
    this.#props = props;
    this.failed = promise;
    this.#fail = reject;
    this.failed.catch(() => {});
  }

  /** Resolves when all of them receive. */
  static async start({ cloud, group, image, size }: CrewProps): Promise<Crew> {
    const [pod] = podsOf(cloud.pods, group);
    const crew = new Crew(pod, { endpoint: cloud.endpoint, image: await image.directory() });
    await Promise.all(Array.from({ length: size }, () => crew.#launch()));
    return crew;
  }

  /** How often one that took a place ended before it could receive, and was started again as Kubernetes does. */
  get failedStarts(): number {
    return this.#failedStarts;
  }

  /**
   * Ends one that receives with SIGKILL, and starts another in its place.
   *
   * @param lot 0 to 1: which one
   * @returns false where none receives: the last ones were killed a moment ago
   */
  kill(lot: number): boolean {
    const [killed] = this.#atWork.splice(Math.floor(lot * this.#atWork.length), 1);
    if (killed === undefined) return false;
    killed.kill();
    this.#all.delete(killed);
    void this.#replace();
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true;
    await Promise.all([...this.#all].map((process) => process.stop()));
  }

  async #replace(): Promise<void> {
    while (!this.#isEnding) {
      try {
        return await this.#launch();
      } catch {
        this.#failedStarts += 1;
      }
    }
  }

  async #launch(): Promise<void> {
    const process = await ConsumerProcess.launch(this.#pod, this.#props);
    this.#all.add(process);
    // Whoever ends the others has not seen this one.
    if (this.#isEnding) return process.kill();
    await process.started();
    process.failed.catch(this.#fail);
    this.#atWork.push(process);
  }
}
