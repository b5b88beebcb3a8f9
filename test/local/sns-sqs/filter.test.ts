import { describe, expect, test } from '@jest/globals';
import { filterPolicyProblem } from '../../../local/sns-sqs/filter-policy.ts';
import { bodies, FAN_OUT, start, subscription } from './messaging.ts';

const filtered = (FilterPolicy: object, FilterPolicyScope?: string) => ({
  ...FAN_OUT,
  Subscription: subscription('Queue', { FilterPolicy, ...(FilterPolicyScope && { FilterPolicyScope }) }),
});
const transaction = (TransactionId: string, others: object = {}) =>
  JSON.stringify({ TransactionDetails: { TransactionId, ...others }, Attempt: 1 });

describe('a filter on the body', () => {
  test.each([
    [{ TransactionDetails: { TransactionId: [{ prefix: 'eu-' }] } }, ['eu-1']],
    [{ TransactionDetails: { TransactionId: ['us-1', { suffix: '-3' }] } }, ['us-1', 'us-3']],
    [{ TransactionDetails: { TransactionId: [{ 'anything-but': { prefix: 'us' } }] } }, ['eu-1']],
    [{ TransactionDetails: { simulateFail: [true] } }, ['us-3']],
    [{ TransactionDetails: { simulateFail: [{ exists: false }] } }, ['eu-1', 'us-1']],
    [{ Attempt: [{ numeric: ['>', 1] }] }, []],
    [{ $or: [{ Attempt: [2] }, { TransactionDetails: { TransactionId: [{ wildcard: '*-1' }] } }] }, ['eu-1', 'us-1']],
  ])('%j lets pass what it names', async (policy, expected) => {
    const { publish, receive } = await start(filtered(policy, 'MessageBody'));
    await publish(transaction('eu-1'));
    await publish(transaction('us-1'));
    await publish(transaction('us-3', { simulateFail: true }));
    await publish('not JSON');
    const ids = (await receive('Queue')).map(({ Body }) => JSON.parse(String(Body)).TransactionDetails.TransactionId);
    expect(ids).toEqual(expected);
  });

  test('refuses a message with a list where it looks, for SNS would look into it', async () => {
    const { publish, receive } = await start(
      filtered({ TransactionDetails: { Records: { Id: ['a'] } } }, 'MessageBody'),
    );
    await expect(publish(transaction('1', { Records: [{ Id: 'a' }] }))).rejects.toThrow(
      'the embedded SNS does not filter by lists, but TransactionDetails.Records.Id is in one, or is one, in this message',
    );
    await publish(transaction('2'));
    expect(await receive('Queue')).toEqual([]);
  });
});

test('a filter without a scope looks at the attributes', async () => {
  const { publish, receive } = await start(filtered({ tenant: ['blue'] }));
  const attributes = (StringValue: string) => ({ MessageAttributes: { tenant: { DataType: 'String', StringValue } } });
  await publish('{"tenant":"blue"}');
  await publish('blue', attributes('blue'));
  await publish('red', attributes('red'));
  expect(bodies(await receive('Queue'))).toEqual(['blue']);
});

describe('a filter policy', () => {
  test.each([
    [{ a: ['x', 1, true, { prefix: 'x' }, { exists: false }] }],
    [{ a: [{ numeric: ['>', 0, '<=', 5] }, { 'anything-but': ['x', 2] }, { cidr: '10.0.0.0/8' }] }],
    [{ a: { b: { c: ['x'] } }, $or: [{ d: ['x'] }, { e: { f: ['x'] } }] }],
  ])('%j is matched as by SNS', (policy) => {
    expect(filterPolicyProblem(policy, true)).toBeUndefined();
  });

  test.each([
    [[], 'FilterPolicy is a list of 0, but has to be an object of names to match'],
    [
      { a: [{ like: 'x' }] },
      'FilterPolicy.a[0] is an object with like, but has to be a string, a number, a boolean, or one matcher',
    ],
    [{ a: [{ prefix: 1 }] }, 'FilterPolicy.a[0] is an object with prefix'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'FilterPolicy.a[0] is an object with prefix, suffix'],
    [{ a: [{ numeric: ['>'] }] }, 'FilterPolicy.a[0] is an object with numeric'],
    [{ a: [{ 'anything-but': { 'equals-ignore-case': 'x' } }] }, 'FilterPolicy.a[0] is an object with anything-but'],
    [{ a: [null] }, 'FilterPolicy.a[0] is null'],
    [{ a: 'x' }, 'FilterPolicy.a is "x", but has to be a list of what it may be'],
    [{ a: { prefix: 'x' } }, 'FilterPolicy.a is an object with prefix, but has to be in a list'],
    [{ a: { $or: [{ b: ['x'] }] } }, 'FilterPolicy.a.$or is a list of 1, but has to be at the top'],
    [{ 'a.b': ['x'] }, 'FilterPolicy.a.b is a list of 1, but has to be below a name without a dot'],
  ])('%j is refused', (policy, problem) => {
    expect(filterPolicyProblem(policy, true)).toContain(problem);
  });

  test('on attributes cannot nest', () => {
    expect(filterPolicyProblem({ a: { b: ['x'] } }, false)).toContain(
      'FilterPolicy.a is an object with b, but has to be a list',
    );
  });

  test('in a template is refused with the place it stands in', async () => {
    await expect(start(filtered({ a: [{ like: 'x' }] }, 'MessageBody'))).rejects.toThrow(
      'stack App, resource Subscription (AWS::SNS::Subscription): cannot be created: Invalid parameter: FilterPolicy.a[0]',
    );
  });
});
