import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { SAGA_GROUP } from '../../contract/consumer-groups.ts';
import { queueUrlParameter } from '../../contract/parameters.ts';
import { EmbeddedCloud, type EmbeddedCloudOptions } from '../../local/cloud.ts';
import { ConsumerImage } from '../../local/consumers/consumer-image.ts';
import { collect } from './collect.ts';
import { Crew } from './crew.ts';
import type { ChaosFacts } from './facts.ts';
import { ChaosFaults } from './faults/chaos-faults.ts';
import { Journal } from './journal.ts';
import { Killer } from './killer.ts';
import { lotsOf } from './lots.ts';
import { Operator } from './operator.ts';
import { OutcomeListener } from './outcomes.ts';
import { planOf } from './plan.ts';
import { publish } from './publish.ts';
import { depthOf } from './queues.ts';
import { Receipts } from './receipts.ts';
import { within } from './within.ts';

export interface StormProps {
  /** The directory of the cloud assembly, which has the groups saga and audit. */
  readonly assembly: string;
  readonly seed: number;
  /** How many are published. */
  readonly transactions: number;
  /** How many consumers there are at a time. */
  readonly consumers: number;
  /** How many of them are killed. */
  readonly kills: number;
  /** How long it may take, in seconds. */
  readonly limitSeconds: number;
  /** @default - the machine's own time, Lambdas in this process */
  readonly cloud?: Pick<EmbeddedCloudOptions, 'timeScale' | 'lambda'>;
  /** Told of what goes on. @default - nobody is told */
  readonly say?: (line: string) => void;
}

export interface Storm {
  readonly facts: ChaosFacts;
  readonly messages: number;
  readonly kills: number;
  /** How often a consumer that took a place was not able to start, and was started again. */
  readonly failedStarts: number;
  /** Kills while the queue said that messages were with consumers. */
  readonly killsInFlight: number;
  readonly lambdaFaults: number;
  /** How often each fault has struck. */
  readonly struck: ReadonlyMap<string, number>;
  /** Executions that an operator stopped in time. */
  readonly stopped: number;
  readonly recoveries: number;
  /** How often a message was received again. */
  readonly redelivered: number;
  /** From the first message to the last end. */
  readonly seconds: number;
}

/** The checks at the end, and the sweep before them, look at every execution. */
const RETENTION = { maxEnded: Number.POSITIVE_INFINITY, maxEndedBytes: Number.POSITIVE_INFINITY };
const LOOK_AGAIN_MS = 200;

/**
 * Publishes transactions while consumers are killed, Lambdas and requests fail, and executions are stopped, all by lots; waits
 * until nothing more happens by itself; sweeps; and takes down what is left.
 *
 * @throws Error when a consumer ends that was not killed, or when it takes longer than it may
 */
export async function storm(props: StormProps): Promise<Storm> {
  const { assembly, seed, transactions, kills, consumers: size, limitSeconds, say = () => {} } = props;
  const lots = lotsOf(seed);
  const plan = planOf(transactions, lots);
  const operator = new Operator(() => sfn, lots);
  const faults = new ChaosFaults(lots, operator);
  const receipts = new Receipts();
  await using image = ConsumerImage.build();
  await using cloud = await EmbeddedCloud.boot({
    assembly,
    lambda: 'in-process',
    ...props.cloud,
    faults: faults.hooks,
    retention: RETENTION,
    onReceive: (received) => receipts.note(received),
  });
  const [sfn, sqs] = [cloud.stepFunctionsClient(), cloud.sqsClient()];
  const queueUrl = cloud.parameter(queueUrlParameter(SAGA_GROUP));
  const listener = await OutcomeListener.subscribe(cloud);
  await using crew = await Crew.start({ cloud, group: SAGA_GROUP, image, size });
  const sagas = plan.transactions.reduce((sum, { attempts }) => sum + attempts.length, 0);
  const inFlight = async () => (await depthOf(sqs, queueUrl)).inFlight;
  const killer = new Killer({ crew, lots, kills, sagas, inFlight });
  const journal = new Journal(cloud, (count) => {
    killer.onStart(count);
    if (count % 1_000 === 0) say(`${count} sagas started, ${killer.kills} consumers killed`);
  });

  const began = performance.now();
  const work = async () => {
    await publish(cloud, plan.messages, { received: () => receipts.distinct, running: () => journal.running });
    await drained(sqs, queueUrl);
    await killer.done();
    await cloud.idle();
    await operator.done();
    await cloud.runSchedule('RecoverySweepSchedule');
    await cloud.idle();
  };
  const progress = () => `${journal.sagas.size} of ${sagas} sagas have started, and not all is over`;
  await Promise.race([within(limitSeconds, progress, work()), crew.failed]);
  const seconds = (performance.now() - began) / 1_000;
  const redelivered = receipts.again;
  faults.calm();
  return {
    facts: await collect({ cloud, plan, journal, faults, listener }),
    messages: plan.messages.length,
    kills: killer.kills,
    failedStarts: crew.failedStarts,
    killsInFlight: killer.killsInFlight,
    lambdaFaults: faults.lambdaFaults,
    struck: faults.struck,
    stopped: [...journal.sagas.values()].filter(({ status }) => status === 'ABORTED').length,
    recoveries: journal.recoveries.size,
    redelivered,
    seconds,
  };
}

/** Resolves when a queue has nothing left, in flight or waiting. */
async function drained(sqs: SQSClient, queueUrl: string): Promise<void> {
  for (;;) {
    const { visible, inFlight } = await depthOf(sqs, queueUrl);
    if (visible + inFlight === 0) return;
    await sleep(LOOK_AGAIN_MS);
  }
}
