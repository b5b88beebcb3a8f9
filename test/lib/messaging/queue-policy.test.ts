import { describe, expect, test } from '@jest/globals';
import { evaluateQueuePolicies, type Request, text } from '../support/evaluate-policy.ts';
import { idOf, newGroup, templateOf } from '../support/messaging.ts';

const SNS = 'sns.amazonaws.com';
const template = templateOf(newGroup());
const topicArn = text({ Ref: idOf(template, 'AWS::SNS::Topic', 'Topic') });
const queueOf = (name: string): string => idOf(template, 'AWS::SQS::Queue', name);

function answer(queue: string, request: Partial<Request>, context: Record<string, string> = {}): string {
  return evaluateQueuePolicies(template, {
    principal: SNS,
    action: 'sqs:SendMessage',
    queue: queueOf(queue),
    ...request,
    context: { 'aws:SourceArn': topicArn, 'aws:SecureTransport': 'true', ...context },
  });
}

describe.each(['ordersQueue', 'ordersSubscriptionDeadLetterQueue'])('the policy of %s', (queue) => {
  test('admits its topic', () => {
    expect(answer(queue, {})).toBe('allowed');
  });

  test('refuses another topic, of this account or of another', () => {
    for (const arn of ['arn:aws:sns:us-east-1:111122223333:other', `${topicArn}-2`, '']) {
      expect(answer(queue, {}, { 'aws:SourceArn': arn })).toBe('not allowed');
    }
  });

  test('refuses its topic without TLS', () => {
    expect(answer(queue, {}, { 'aws:SecureTransport': 'false' })).toBe('denied');
  });

  test.each(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'])(
    'lets SNS send and not %s',
    (action) => expect(answer(queue, { action })).toBe('not allowed'),
  );

  test.each(['events.amazonaws.com', 's3.amazonaws.com', '*'])('does not let %s in by itself', (principal) => {
    expect(answer(queue, { principal })).toBe('not allowed');
  });
});

describe('the policy of the dead-letter queue', () => {
  test('admits nobody: what ends there is moved by SQS itself', () => {
    expect(answer('ordersDeadLetterQueue', {})).toBe('not allowed');
  });

  test('refuses everybody without TLS', () => {
    const plain = { 'aws:SecureTransport': 'false' };
    expect(answer('ordersDeadLetterQueue', { principal: '*', action: 'sqs:ReceiveMessage' }, plain)).toBe('denied');
  });
});

describe('an operator whose identity allows it', () => {
  test('is not denied to send, so that dead letters can be moved back', () => {
    expect(answer('ordersQueue', { principal: 'operator' }, { 'aws:SourceArn': '' })).toBe('not allowed');
  });
});
