import type { StatusChange } from '../stepfunctions/status-change.ts';
import { type BusEvent, newEvent } from './event.ts';

/**
 * What Step Functions lets an event carry of input and output together, each as the JSON string that it is in the event, so
 * that the whole event stays within EventBridge's 256 KiB.
 */
const MAX_DATA_BYTES = 248 * 1024;

/** The event that Step Functions sends when an execution starts or ends: `Step Functions Execution Status Change`. */
export function statusChangeEvent(change: StatusChange): BusEvent {
  const output = within(change.output, MAX_DATA_BYTES);
  const input = within(change.input, MAX_DATA_BYTES - escapedBytes(output));
  const detail = {
    ...change,
    input,
    inputDetails: { included: input !== null },
    output,
    outputDetails: change.output === null ? null : { included: output !== null },
  };
  return newEvent(
    {
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      resources: [change.executionArn],
      detail,
    },
    change.stopDate ?? change.startDate,
  );
}

/** The text, or null where it is too large. The output comes first: where both do not fit, the input is left out. */
function within(text: string | null, room: number): string | null {
  return escapedBytes(text) > room ? null : text;
}

function escapedBytes(text: string | null): number {
  return text === null ? 0 : Buffer.byteLength(JSON.stringify(text));
}
