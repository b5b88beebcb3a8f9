import { expect, test } from '@jest/globals';
import { HANDLERS, SAGA_GROUP, SHIPPED_HANDLERS } from '../../contract/consumer-groups.ts';

test('the group that starts the sagas has the handler that does', () => {
  expect(SHIPPED_HANDLERS[SAGA_GROUP]).toBe('start-saga');
});

test('every shipped group has a handler that there is', () => {
  for (const handler of Object.values(SHIPPED_HANDLERS)) expect(HANDLERS).toContain(handler);
});
