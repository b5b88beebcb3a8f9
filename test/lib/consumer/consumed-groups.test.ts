import { describe, expect, test } from '@jest/globals';
import { ConfigurationError } from '../../../lib/configuration-error.ts';
import { consumedGroups } from '../../../lib/consumer/consumed-groups.ts';
import type { ConsumerGroup } from '../../../lib/messaging/consumer-group.ts';

const queues = (...names: string[]) => new Map(names.map((name) => [name, { name } as unknown as ConsumerGroup]));

describe('the groups that this application consumes', () => {
  test('are saga and audit, by their names', () => {
    const handlers = consumedGroups({ saga: {}, audit: {} }, queues('saga', 'audit'));
    expect(handlers.map(({ groupName, handler }) => [groupName, handler])).toEqual([
      ['saga', 'start-saga'],
      ['audit', 'audit'],
    ]);
  });

  test('are not those of other names, unless their settings name a handler', () => {
    const settings = { saga: {}, europe: {}, copy: { handler: 'audit' } } as const;
    const names = consumedGroups(settings, queues('saga', 'europe', 'copy')).map(({ groupName }) => groupName);
    expect(names).toEqual(['saga', 'copy']);
  });

  test('are not those whose handler is none', () => {
    expect(consumedGroups({ saga: { handler: 'none' } }, queues('saga'))).toEqual([]);
  });

  test('each have a queue: one without is refused with the names of those that have', () => {
    const settings = { saga: {}, copy: { handler: 'audit' } } as const;
    expect(() => consumedGroups(settings, queues('saga', 'audit'))).toThrow(ConfigurationError);
    expect(() => consumedGroups(settings, queues('saga', 'audit'))).toThrow(
      'the group copy has a consumer but no queue, only saga, audit have: make a ConsumerGroup of that name, or set its handler to none',
    );
  });
});
