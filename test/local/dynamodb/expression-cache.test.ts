import { describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../local/dynamodb/dynamodb.ts';
import { cacheExpressions, type ExpressionParser } from '../../../local/dynamodb/expression-cache.ts';
import { key, ORDERS } from './orders.ts';

const dynamodb = await createDynamoDb({ assembly: ORDERS });
const set = (id: string, value: object, names: object = { '#a': 'A' }, condition?: string) =>
  dynamodb.execute('UpdateItem', {
    ...key(id),
    UpdateExpression: 'SET #a = :a',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':a': value },
    ReturnValues: 'ALL_NEW',
    ...(condition !== undefined && { ConditionExpression: condition }),
  });

describe('an expression that came before', () => {
  test('has the values and the names of each request', async () => {
    await set('values', { S: 'one' });
    expect(await set('values', { S: 'two' })).toMatchObject({ Attributes: { A: { S: 'two' } } });
    expect(await set('values', { L: [{ S: 'three' }] })).toMatchObject({ Attributes: { A: { L: [{ S: 'three' }] } } });
    expect(await set('values', { S: 'four' }, { '#a': 'B' })).toMatchObject({ Attributes: { B: { S: 'four' } } });
  });

  test('tells values apart that are one and the same object', async () => {
    const both = async (one: object, other: object) =>
      dynamodb.execute('UpdateItem', {
        ...key('same'),
        UpdateExpression: 'SET A = :a, B = :b',
        ExpressionAttributeValues: { ':a': one, ':b': other },
        ReturnValues: 'ALL_NEW',
      });
    const same = { S: 'same' };
    await both(same, same);

    expect(await both({ S: 'a' }, { S: 'b' })).toMatchObject({ Attributes: { A: { S: 'a' }, B: { S: 'b' } } });
  });

  test('has its condition checked against the item and the values of each request', async () => {
    await set('condition', { S: 'x' });
    await expect(set('condition', { S: 'y' }, undefined, '#a = :a')).rejects.toMatchObject({
      code: 'ConditionalCheckFailedException',
    });
    await set('condition', { S: 'x' }, undefined, '#a = :a');
  });

  test('is refused again where it is wrong, and where it leaves something unused', async () => {
    const unused = { '#a': 'A', '#b': 'B' };
    for (let time = 0; time < 2; time += 1) {
      await expect(set('wrong', { S: 'x' }, undefined, '#a = ')).rejects.toThrow('Invalid ConditionExpression');
      await expect(set('wrong', { S: 'x' }, unused)).rejects.toThrow('unused in expressions: keys: {#b}');
      await expect(set('wrong', { S: 'x' }, unused, '#c = :a')).rejects.toThrow('is not defined; attribute name: #c');
    }
  });

  test('takes no name for unused that only one of two expressions uses', async () => {
    const condition = 'attribute_not_exists(#a) OR #a <> :a';
    await set('two', { S: 'x' }, undefined, condition);

    const other = dynamodb.execute('UpdateItem', {
      ...key('two'),
      UpdateExpression: 'SET B = :a',
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#a': 'A' },
      ExpressionAttributeValues: { ':a': { S: 'y' } },
      ReturnValues: 'ALL_NEW',
    });

    expect(await other).toMatchObject({ Attributes: { A: { S: 'x' }, B: { S: 'y' } } });
  });

  test('takes a name for unused that only another expression of the request before used', async () => {
    const condition = 'attribute_not_exists(C)';
    await set('unused', { S: 'x' }, undefined, condition);

    const other = dynamodb.execute('UpdateItem', {
      ...key('unused'),
      UpdateExpression: 'SET B = :a',
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#a': 'A' },
      ExpressionAttributeValues: { ':a': { S: 'y' } },
    });

    await expect(other).rejects.toThrow('unused in expressions: keys: {#a}');
  });

  test('may name an attribute as every object has one', async () => {
    await set('names', { S: 'x' }, { '#a': 'constructor' });
    expect(await set('names', { S: 'y' }, { '#a': 'constructor' })).toMatchObject({
      Attributes: { constructor: { S: 'y' } },
    });
  });

  test('is not parsed again', () => {
    let parsed = 0;
    const parser: ExpressionParser = {
      parse(expression) {
        parsed += 1;
        return { expression };
      },
    };
    cacheExpressions(parser);
    const context = () => ({ attrVals: { ':a': { S: String(parsed) } }, unusedAttrNames: {}, unusedAttrVals: {} });

    for (const expression of ['A = :a', 'A = :a', 'A BETWEEN :a AND :a', 'A BETWEEN :a AND :a'])
      expect(parser.parse(expression, { context: context() })).toEqual({ expression });

    expect(parsed).toBe(3);
  });
});
