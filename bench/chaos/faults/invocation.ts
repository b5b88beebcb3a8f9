import type { AnnouncedInvocation } from '../../../local/lambda/invocation-fault.ts';

/** An invocation of a step's Lambda. */
export interface StepCall {
  /** As whom it acts. */
  readonly executionArn: string;
  readonly kind: 'run' | 'rollback' | 'recovery';
  /** How many attempts came before this one. */
  readonly retryCount: number;
  /** Unique to the attempt, and the same in every run with the same seed. */
  readonly name: string;
}

/** Undefined for a function that is no step's. */
export function stepCallOf({ task, payload }: AnnouncedInvocation): StepCall | undefined {
  if (task === undefined) return undefined;
  const { step, executionArn, retryCount } = task;
  const reasons = payload as object;
  const kind = 'Recovery' in reasons ? 'recovery' : 'Failed' in reasons ? 'rollback' : 'run';
  return { executionArn, kind, retryCount, name: `${executionNameOf(executionArn)} ${kind} ${step} ${retryCount}` };
}

/** `<TransactionId>-<Attempt>` */
export function executionNameOf(executionArn: string): string {
  return executionArn.split(':').at(-1) ?? '';
}
