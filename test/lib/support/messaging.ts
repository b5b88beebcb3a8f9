import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ConsumerGroup, type ConsumerGroupProps, FanoutTopic, type FanoutTopicProps } from '../../../lib/index.ts';
import { OUTDIR } from './outdir.ts';

export function newStack(): Stack {
  return new Stack(new App({ outdir: OUTDIR }), 'Test');
}

export interface GroupOptions {
  readonly topic?: FanoutTopicProps;
  readonly group?: Partial<ConsumerGroupProps>;
}

/** A consumer group on a topic of its own. */
export function newGroup({ topic = {}, group = {} }: GroupOptions = {}): ConsumerGroup {
  const stack = newStack();
  return new ConsumerGroup(stack, 'orders', { topic: new FanoutTopic(stack, 'Topic', topic), ...group });
}

export function templateOf(group: ConsumerGroup): Template {
  return Template.fromStack(Stack.of(group));
}

/** The logical id of the only resource whose id begins so. */
export function idOf(template: Template, type: string, beginning: string): string {
  const ids = Object.keys(template.findResources(type)).filter((id) => id.startsWith(beginning));
  if (ids.length !== 1 || ids[0] === undefined) throw new Error(`${ids.length} of ${type} begin with ${beginning}`);
  return ids[0];
}
