import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { consumedGroups } from './consumer/consumed-groups.ts';
import { ConsumerFunction } from './consumer/consumer-function.ts';
import type { ConsumerStackProps } from './consumer-stack.ts';

/** A Lambda function for each group that has a handler: what a cluster would do, for those to whom one is too dear. */
export class ConsumerFunctionStack extends Stack {
  /** By the group's name. */
  readonly consumers: ReadonlyMap<string, ConsumerFunction>;

  /** @throws ConfigurationError for settings that cannot be; it says which, why and what to change */
  constructor(scope: Construct, id: string, props: ConsumerStackProps) {
    super(scope, id, { description: 'fanout-saga: the consumers on Lambda', ...props });
    const { groups, saga } = props;
    const { startRatePerSecond, startBurst, logRetentionDays } = props.settings;

    const consumers = consumedGroups(props.settings.groups, groups).map(({ groupName, group, handler, settings }) => {
      const starting = handler === 'start-saga' && { saga, startRatePerSecond, startBurst };
      const { maxConcurrency } = settings;
      const own = { groupName, group, handler, maxConcurrency, logRetention: logRetentionDays };
      return [groupName, new ConsumerFunction(this, groupName, { ...own, ...starting })] as const;
    });
    this.consumers = new Map(consumers);
  }
}
