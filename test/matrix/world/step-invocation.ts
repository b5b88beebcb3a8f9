import { isObject } from '../../../contract/describe.ts';
import type { AnnouncedInvocation } from '../../../local/lambda/invocation-fault.ts';

/** An invocation of a step's Lambda, as far as a case wants to know. */
export interface StepInvocation {
  readonly requestId: string;
  readonly transactionId: string;
  /** The execution that is acted for. */
  readonly executionArn: string;
  readonly kind: 'run' | 'rollback';
  readonly step: string;
  /** Whether a recovery acts for it. */
  readonly ofRecovery: boolean;
}

/** Undefined for a function that is no step's. */
export function stepInvocationOf({ requestId, payload, task }: AnnouncedInvocation): StepInvocation | undefined {
  if (task === undefined || !isObject(payload) || !isObject(payload.Input)) return undefined;
  const { TransactionDetails: details } = payload.Input;
  const transactionId = isObject(details) ? String(details.TransactionId) : '';
  const ofRecovery = 'Recovery' in payload;
  return {
    requestId,
    transactionId,
    executionArn: task.executionArn,
    kind: ofRecovery || 'Failed' in payload ? 'rollback' : 'run',
    step: task.step,
    ofRecovery,
  };
}
