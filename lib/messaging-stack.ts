import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { PARAMETER, parameterName } from '../contract/parameters.ts';
import { consumedBySomebody } from './messaging/consumed.ts';
import type { ConsumerGroup } from './messaging/consumer-group.ts';
import { consumerGroups } from './messaging/consumer-groups.ts';
import { FanoutTopic } from './messaging/fanout-topic.ts';
import type { Settings } from './settings.ts';

export interface MessagingStackProps extends StackProps {
  readonly settings: Settings;
}

/** The topic to which transactions are published, and the consumer groups that get them. */
export class MessagingStack extends Stack {
  /** Where transactions are published; a publisher is allowed to by `grantPublish`. */
  readonly topic: FanoutTopic;
  /** By name; a consumer is allowed to receive by `grantConsume`. */
  readonly groups: ReadonlyMap<string, ConsumerGroup>;

  constructor(scope: Construct, id: string, props: MessagingStackProps) {
    super(scope, id, { description: 'fanout-saga: the topic and its consumer groups', ...props });
    const { settings } = props;

    this.topic = new FanoutTopic(this, 'Topic', { fifo: settings.fifo });

    this.groups = consumerGroups(this, { topic: this.topic, stage: settings.stage, groups: settings.groups });
    this.node.addValidation(consumedBySomebody(this.groups));

    const description = 'Publish a transaction: aws sns publish --topic-arn';
    new CfnOutput(this, 'TopicArn', { description, value: this.topic.topicArn });
    new StringParameter(this, 'TopicArnParameter', {
      parameterName: parameterName(settings.stage, PARAMETER.topicArn),
      description,
      stringValue: this.topic.topicArn,
    });
  }
}
