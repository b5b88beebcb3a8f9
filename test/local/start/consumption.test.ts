import { expect, test } from '@jest/globals';
import { consumption } from '../../../local/start/consumption.ts';

const cloudWith = (mappings: number) => ({ resources: () => Array.from({ length: mappings }, () => ({}) as never) });
const SAGA = { group: 'saga', deployment: 'shop/consumer-saga', replicas: 1 };
const AUDIT = { group: 'audit', deployment: 'shop/consumer-audit', replicas: 2 };

test.each([
  [
    'pods, by their Deployments',
    [SAGA, AUDIT],
    0,
    'consumers are receiving: saga (1 pod of Deployment shop/consumer-saga), audit (2 pods of Deployment shop/consumer-audit)',
  ],
  ['one Lambda', [], 1, 'a Lambda is receiving'],
  ['several Lambdas', [], 2, '2 Lambdas are receiving'],
  ['nothing, where nothing does', [], 0, undefined],
])('what consumes is %s', (_, consumers, mappings, line) => {
  expect(consumption(consumers, cloudWith(mappings))).toBe(line);
});
