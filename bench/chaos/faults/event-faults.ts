import type { Delivery, DeliveryFault } from '../../../local/events/delivery.ts';
import { draw, type Lots } from '../lots.ts';
import { executionNameOf } from './invocation.ts';

/** Of the news that an execution was cut short: what gets lost is for the sweep to find. */
const HALF_DONE: readonly (readonly [share: number, value: DeliveryFault])[] = [
  [0.25, { lose: true }],
  [0.25, { times: 2 }],
  [0.25, { delayMs: 3_000 }],
];
/** Of the news that one has succeeded: nobody but this rule tells of it. */
const COMMITTED: readonly (readonly [share: number, value: DeliveryFault])[] = [
  [0.01, { times: 2 }],
  [0.01, { delayMs: 2_000 }],
];

export function eventFaultFor({ rule, event }: Delivery, lots: Lots): DeliveryFault | undefined {
  const lot = lots('event', rule.logicalId, executionNameOf(String(event.detail.executionArn)));
  if (rule.logicalId.includes('EndedHalfDone')) return draw(lot, HALF_DONE);
  return rule.logicalId.includes('Committed') ? draw(lot, COMMITTED) : undefined;
}
