import { ATTRIBUTE, type StepStatus } from '../../contract/saga.ts';
import type { Writer } from './record.ts';
import { append, type Update } from './updates.ts';

/**
 * Appends what a step did to the audit list. It goes into the same UpdateItem as the deed, under the same condition: that
 * is why each entry stands there once, whatever is retried.
 */
export function audit(writer: Writer, status: StepStatus): Update {
  return append(ATTRIBUTE.steps, {
    Execution: writer.execution.id,
    Name: writer.step,
    Status: status,
    Ts: writer.now.toISOString(),
  });
}
