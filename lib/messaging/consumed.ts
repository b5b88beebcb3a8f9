import type { IValidation } from 'constructs';
import { SAGA_GROUP } from '../../contract/consumer-groups.ts';
import type { ConsumerGroup } from './consumer-group.ts';

/** Looked at when everything is made: a consumer comes after its queue. */
export function consumedBySomebody(groups: ReadonlyMap<string, ConsumerGroup>): IValidation {
  return {
    validate: () =>
      groups.get(SAGA_GROUP)?.isConsumed === false
        ? [
            `nobody consumes the group ${SAGA_GROUP}, so that no transaction that is published would ever start its saga: leave its handler out of the setting groups, or call grantConsume of the group for what consumes it`,
          ]
        : [],
  };
}
