import { fileURLToPath } from 'node:url';
import { Duration } from 'aws-cdk-lib';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { HandlerName } from '../../contract/consumer-groups.ts';
import { CONSUMER_VARIABLE } from '../../contract/environment.ts';
import { functionLogs, functionRole } from '../functions/logs-and-role.ts';
import { nodeFunction } from '../functions/node-function.ts';
import type { ConsumerGroup } from '../messaging/consumer-group.ts';
import { enforce } from '../rules.ts';
import type { Saga } from '../saga/saga.ts';
import {
  CONSUMER_FUNCTION_RULES,
  type ConsumerFunctionPlan,
  TIMEOUT_SECONDS,
} from './function/consumer-function-rules.ts';

export interface ConsumerFunctionProps {
  /** Whose messages are handled. */
  readonly group: ConsumerGroup;
  /** For the log, and for whoever looks at the function. */
  readonly groupName: string;
  /** What is done with a message. */
  readonly handler: HandlerName;
  /**
   * The saga that `start-saga` starts.
   *
   * @default - none; `start-saga` is refused without one
   */
  readonly saga?: Saga;
  /**
   * How many invocations run at a time, 2 to 1,000, each with up to ten messages.
   *
   * @default 10
   */
  readonly maxConcurrency?: number;
  /**
   * How long an invocation may take, 3 seconds to 15 minutes: so long, less a second, a message waits for a throttle to end
   * before a receive is burnt.
   *
   * @default - a sixth of the queue's visibility timeout, as AWS advises, 10 seconds at least: 60 s / 6 = 10 s
   */
  readonly timeout?: Duration;
  /**
   * Memory in MiB, and CPU in proportion. A message is a parse and a request: what costs is a cold start.
   *
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * How long the log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
  /**
   * Executions a second that all invocations together start at most.
   *
   * @default 150
   */
  readonly startRatePerSecond?: number;
  /**
   * Likewise at once, after a quiet time.
   *
   * @default 800
   */
  readonly startBurst?: number;
}

/**
 * Consumes a group without a cluster: Lambda polls the queue and hands its messages to the same handlers that run in a pod.
 * What is not done is reported message by message, and comes again after the visibility timeout.
 *
 * Idle it costs the polls, $0.26 a month: five of 20 s each at any time, 5 × 3 × 60 × 730 = 657,000 requests at $0.40 a
 * million ($0.33 where the queue is FIFO).
 */
export class ConsumerFunction extends Construct {
  /** Runs the handler; it can do nothing but consume its queue and, with `start-saga`, start its saga. */
  readonly function: NodejsFunction;
  /** Ties the queue to the function. */
  readonly eventSourceMapping: EventSourceMapping;
  /** What the handler writes, and what failed. */
  readonly logGroup: LogGroup;

  /** @throws ConfigurationError, when a prop cannot be; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ConsumerFunctionProps) {
    super(scope, id);
    const { group, groupName, handler, saga } = props;
    const plan: ConsumerFunctionPlan = {
      handler,
      hasSaga: saga !== undefined,
      maxConcurrency: props.maxConcurrency ?? 10,
      timeout: props.timeout ?? sixthOf(group.visibilityTimeout),
      visibilityTimeout: group.visibilityTimeout,
      startRatePerSecond: props.startRatePerSecond ?? 150,
      startBurst: props.startBurst ?? 800,
    };
    enforce(this, CONSUMER_FUNCTION_RULES, plan);

    this.logGroup = functionLogs(this, 'Logs', props.logRetention);
    const role = functionRole(this, 'Role', this.logGroup);
    group.grantConsume(role);
    if (handler === 'start-saga') saga?.grantStartExecution(role);

    this.function = nodeFunction(this, 'Function', {
      description: `Consumes the group ${groupName}: ${handler}`,
      entry: pathOf('lambda.ts'),
      handler: 'index.handler',
      timeout: plan.timeout,
      memorySize: props.memorySize,
      environment: { [CONSUMER_VARIABLE.consumerGroup]: groupName, ...workOf(plan, saga) },
      // Clients here are given their credentials, and never look for some.
      aliases: { '@aws-sdk/credential-provider-node': pathOf('lambda/no-default-chain.ts') },
      logGroup: this.logGroup,
      role,
    });
    // Not by SqsEventSource, which would allow all of it a second time, and more.
    this.eventSourceMapping = this.function.addEventSourceMapping('Queue', {
      eventSourceArn: group.queue.queueArn,
      batchSize: 10,
      maxConcurrency: plan.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}

/** What a throttle, a cold start and a second try fit in. No queue of a group has a shorter visibility timeout. */
const MIN_DEFAULT_TIMEOUT_SECONDS = 10;

/** Of a file of the consumer's. */
function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../consumer/${file}`, import.meta.url));
}

/** AWS: "at least six times the timeout", so that a batch that Lambda could not hand out at once has time to be tried again. */
function sixthOf(visibilityTimeout: Duration): Duration {
  const sixth = Math.floor(visibilityTimeout.toSeconds() / 6);
  return Duration.seconds(Math.min(TIMEOUT_SECONDS.max, Math.max(MIN_DEFAULT_TIMEOUT_SECONDS, sixth)));
}

/** Each invocation has an environment of its own, so that each gets its share of the quota; together they stay below it. */
function workOf(plan: ConsumerFunctionPlan, saga: Saga | undefined): Record<string, string> {
  const handler = { [CONSUMER_VARIABLE.handler]: plan.handler };
  if (plan.handler !== 'start-saga' || saga === undefined) return handler;
  const share = (all: number) => String(Math.floor(all / plan.maxConcurrency));
  return {
    ...handler,
    [CONSUMER_VARIABLE.stateMachineArn]: saga.alias.aliasArn,
    [CONSUMER_VARIABLE.startRatePerSecond]: share(plan.startRatePerSecond),
    [CONSUMER_VARIABLE.startBurst]: share(plan.startBurst),
  };
}
