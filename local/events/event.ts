import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../cloudformation/place.ts';

/** An event as it is on EventBridge's bus, and as a target gets it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, in whole seconds. */
  readonly time: string;
  readonly region: string;
  /** ARNs of what it is about. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** @param time milliseconds since 1970 */
export function newEvent(
  event: Pick<BusEvent, 'detail-type' | 'source' | 'resources' | 'detail'>,
  time: number,
): BusEvent {
  const { 'detail-type': type, source, resources, detail } = event;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account: ACCOUNT,
    time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources,
    detail,
  };
}
