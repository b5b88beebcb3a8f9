import type { EmbeddedCloud } from '../cloud.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { ConsumerImage } from './consumer-image.ts';
import { ConsumerProcess } from './consumer-process.ts';
import { groupOf, podsOf } from './group-of.ts';

export interface ConsumersProps {
  /** Which groups to consume. @default - all that a Deployment of the templates is for, which may be none */
  readonly groups?: readonly string[];
  /** What the pods run; whoever made it disposes of it afterwards. @default - one is made, which takes its 0.3 s */
  readonly image?: ConsumerImage;
  /** Gets each line that a consumer writes. @default - they are dropped */
  readonly onLog?: (group: string, line: string) => void;
}

/** A consumer that was started, by its Deployment. */
export interface StartedConsumer {
  readonly group: string;
  /** Namespace and name. */
  readonly deployment: string;
  readonly replicas: number;
}

/** The pods of the templates' Deployments, each as a process, beside the embedded cloud as pods are beside AWS. */
export class Consumers implements AsyncDisposable {
  /** What was started: nothing where the templates have no Deployment, as where Lambdas consume. */
  readonly all: readonly StartedConsumer[];
  /** Rejects when one ends without being told to. */
  readonly failed: Promise<never>;
  readonly #resources: AsyncDisposableStack;

  private constructor(pods: readonly Pod[], processes: readonly ConsumerProcess[], resources: AsyncDisposableStack) {
    this.all = pods.map((pod) => ({ group: groupOf(pod), deployment: pod.deployment, replicas: pod.replicas }));
    this.#resources = resources;
    this.failed = Promise.race(processes.map(({ failed }) => failed));
    this.failed.catch(() => {});
  }

  /**
   * Resolves when all of them receive.
   *
   * @throws Error for a group that no Deployment is for, and with the last lines of a consumer that does not start
   */
  static async start(cloud: EmbeddedCloud, { groups, image, onLog }: ConsumersProps = {}): Promise<Consumers> {
    const pods = groups === undefined ? cloud.pods : groups.flatMap((group) => podsOf(cloud.pods, group));
    await using resources = new AsyncDisposableStack();
    const replicas = pods.flatMap((pod) => Array.from({ length: pod.replicas }, () => pod));
    if (replicas.length === 0) return new Consumers(pods, [], resources.move());
    const built = await (image ?? resources.use(ConsumerImage.build())).directory();
    const props = { endpoint: cloud.endpoint, image: built, ...(onLog && { onLog }) };
    const processes = await Promise.all(replicas.map((pod) => ConsumerProcess.launch(pod, props)));
    resources.defer(async () => void (await Promise.all(processes.map((process) => process.stop()))));
    await Promise.all(processes.map((process) => process.started()));
    return new Consumers(pods, processes, resources.move());
  }

  /** Ends them with the embedded cloud: parked polls are cut. */
  async stop(): Promise<void> {
    await this.#resources.disposeAsync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
