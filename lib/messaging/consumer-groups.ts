import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { parameterName, queueUrlParameter } from '../../contract/parameters.ts';
import type { Groups } from '../settings/groups.ts';
import { ConsumerGroup } from './consumer-group.ts';

export interface ConsumerGroupsProps {
  readonly topic: ITopic;
  readonly stage: string;
  readonly groups: Groups;
}

/**
 * The consumer groups of this application, from its settings, each with the URL of its queue as a parameter. A group's name
 * is its construct id, so that what is made for a group depends on nothing but its own line.
 */
export function consumerGroups(scope: Construct, props: ConsumerGroupsProps): ReadonlyMap<string, ConsumerGroup> {
  return new Map(Object.keys(props.groups).map((name) => [name, newGroup(scope, name, props)]));
}

function newGroup(scope: Construct, name: string, { topic, stage, groups }: ConsumerGroupsProps): ConsumerGroup {
  const { filterPolicy, visibilityTimeoutSeconds, maxReceiveCount, maxMessageAgeSeconds } = groups[name] ?? {};
  const group = new ConsumerGroup(scope, name, {
    topic,
    filterPolicy,
    visibilityTimeout: seconds(visibilityTimeoutSeconds),
    maxReceiveCount,
    maxMessageAge: seconds(maxMessageAgeSeconds),
  });
  new StringParameter(group, 'QueueUrlParameter', {
    parameterName: parameterName(stage, queueUrlParameter(name)),
    description: `Messages for the consumer group ${name}`,
    stringValue: group.queue.queueUrl,
  });
  return group;
}

function seconds(value: number | undefined): Duration | undefined {
  return value === undefined ? undefined : Duration.seconds(value);
}
