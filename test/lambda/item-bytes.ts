import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Attributes = Record<string, AttributeValue>;

/** An item's size as DynamoDB counts it: names and values in UTF-8; 3 bytes for a list or a map, 1 for each of its elements. */
export function itemBytes(item: Attributes): number {
  return sum(Object.entries(item), ([name, value]) => Buffer.byteLength(name) + valueBytes(value));
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.SS !== undefined) return sum(value.SS, (text) => Buffer.byteLength(text));
  // Digits go two to a byte; a byte each is an upper bound.
  if (value.N !== undefined) return value.N.length + 1;
  if (value.L !== undefined) return 3 + sum(value.L, (element) => 1 + valueBytes(element));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  throw new Error(`the size of ${Object.keys(value)} is not counted here: add it`);
}

function sum<T>(list: readonly T[], size: (element: T) => number): number {
  return list.reduce((total, element) => total + size(element), 0);
}
