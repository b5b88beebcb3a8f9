import { type HandlerName, SHIPPED_HANDLERS } from '../../contract/consumer-groups.ts';
import { ConfigurationError } from '../configuration-error.ts';
import type { ConsumerGroup } from '../messaging/consumer-group.ts';
import type { GroupSettings, Groups } from '../settings/groups.ts';

/** A group whose messages a consumer of this application handles. */
export interface ConsumedGroup {
  readonly groupName: string;
  readonly group: ConsumerGroup;
  readonly handler: HandlerName;
  readonly settings: GroupSettings;
}

/**
 * The groups that have a handler: by their setting, or by their name where they are shipped. The others are consumed by
 * applications of their own.
 *
 * @throws ConfigurationError for a group with a handler and without a queue
 */
export function consumedGroups(settings: Groups, groups: ReadonlyMap<string, ConsumerGroup>): ConsumedGroup[] {
  return Object.entries(settings).flatMap(([groupName, setting]) => {
    const handler = setting.handler ?? SHIPPED_HANDLERS[groupName] ?? 'none';
    return handler === 'none' ? [] : [{ groupName, group: queueOf(groupName, groups), handler, settings: setting }];
  });
}

function queueOf(groupName: string, groups: ReadonlyMap<string, ConsumerGroup>): ConsumerGroup {
  const group = groups.get(groupName);
  if (group !== undefined) return group;
  throw new ConfigurationError(
    `the group ${groupName} has a consumer but no queue, only ${[...groups.keys()].join(', ')} have: make a ConsumerGroup of that name, or set its handler to none`,
  );
}
