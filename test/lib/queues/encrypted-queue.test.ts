import { describe, expect, test } from '@jest/globals';
import { type App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DeliveryDeadLetterQueue } from '../../../lib/queues/delivery-dead-letter-queue.ts';
import { EncryptedQueue, MAX_RETENTION } from '../../../lib/queues/encrypted-queue.ts';
import { newStack } from '../support/sagas.ts';

describe('a queue', () => {
  test('is encrypted with the key of SQS, takes TLS only, and is not FIFO', () => {
    const stack = newStack();
    new EncryptedQueue(stack, 'Queue', { retentionPeriod: MAX_RETENTION });
    const template = Template.fromStack(stack);
    const queues = Object.values(template.findResources('AWS::SQS::Queue'));
    expect(queues.map(({ Properties }) => Properties)).toEqual([
      { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true },
    ]);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('has the limits of a message group where it is FIFO', () => {
    const stack = newStack();
    new EncryptedQueue(stack, 'Queue', { fifo: true });
    Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
    });
  });
});

describe('the dead-letter queue of a delivery', () => {
  test.each([false, true])('keeps what could not be delivered for 14 days; FIFO: %s', (fifo) => {
    const stack = newStack();
    new DeliveryDeadLetterQueue(stack, 'Queue', { of: 'rules', fifo });
    Template.fromStack(stack).hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 1_209_600,
      FifoQueue: fifo || Match.absent(),
    });
  });

  test('is nothing that cdk-nag objects to, as any other queue without dead letters is', () => {
    const synth = (make: typeof DeliveryDeadLetterQueue | typeof EncryptedQueue) => {
      const stack = newStack();
      new make(stack, 'Queue', { of: 'rules' });
      Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks(stack.node.root as App));
      return () => (stack.node.root as App).synth();
    };
    expect(synth(DeliveryDeadLetterQueue)).not.toThrow();
    expect(synth(EncryptedQueue)).toThrow(/AwsSolutions-SQS3/);
  });
});
