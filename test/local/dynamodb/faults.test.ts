import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createDynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import { type DynamoDbFault, throttled } from '../../../local/dynamodb/dynamodb-fault.ts';
import { ORDERS, put } from './orders.ts';

async function faulty(fault: DynamoDbFault | undefined) {
  const clock = new VirtualClock();
  const faults = [fault];
  const dynamodb = await createDynamoDb({ assembly: ORDERS, clock, beforeRequest: () => faults.shift() });
  const count = async () => (await dynamodb.execute('Scan', { TableName: 'Orders', Select: 'COUNT' })).Count;
  return { clock, dynamodb, count };
}

describe('a fault of a request', () => {
  test('applies a write later, by the clock, and answers then', async () => {
    const { clock, dynamodb, count } = await faulty({ applyAfterMs: 60_000 });
    const began = clock.now();
    const release = clock.hold();
    const written = dynamodb.execute('PutItem', put('1'));
    await new Promise(setImmediate);
    expect(await count()).toBe(0);
    release();

    await written;

    expect([await count(), clock.now() - began]).toEqual([1, 60_000]);
  });

  test('applies a late write by its condition as it is then', async () => {
    const { dynamodb, count } = await faulty({ applyAfterMs: 60_000 });
    const late = dynamodb.execute('PutItem', { ...put('1'), ConditionExpression: 'attribute_not_exists(Id)' });
    const refused = expect(late).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
    await dynamodb.execute('PutItem', put('1'));

    await refused;
    expect(await count()).toBe(1);
  });

  test('loses the answer of a write that is carried out', async () => {
    const { dynamodb, count } = await faulty({ loseResponse: true });

    await expect(dynamodb.execute('PutItem', put('1'))).rejects.toMatchObject({ name: 'SdkClientException' });
    expect(await count()).toBe(1);
  });

  test('loses an answer also where it is an error', async () => {
    const { dynamodb } = await faulty({ loseResponse: true });
    const refused = dynamodb.execute('PutItem', { ...put('1'), ConditionExpression: 'attribute_exists(Id)' });

    await expect(refused).rejects.toMatchObject({ name: 'SdkClientException' });
  });

  test('throttles in the words of DynamoDB', async () => {
    expect(throttled()).toMatchObject({ code: 'ProvisionedThroughputExceededException', status: 400 });
  });
});
