import type { ChaosRecord, ExecutionFacts, TransactionFacts } from '../../../bench/chaos/facts.ts';
import type { Outcome } from '../../../contract/outcome.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:Saga:';
const EMPTY_DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export const arnOf = (name: string) => `${ARN}${name}`;

export function execution(name: string, more: Partial<ExecutionFacts> = {}): ExecutionFacts {
  return {
    arn: arnOf(name),
    name,
    transactionId: 't',
    status: 'SUCCEEDED',
    error: undefined,
    hasVerdict: false,
    timeouts: 0,
    wasStopped: false,
    wasRecovered: false,
    ...more,
  };
}

/** `Success ProcessRecords`, of an execution. */
export function entries(name: string, ...texts: readonly string[]): NonNullable<ChaosRecord['Steps']> {
  return texts.map((text) => {
    const [Status, Name] = text.split(' ') as ['Success' | 'RolledBack', string];
    return { Execution: arnOf(name), Name, Status };
  });
}

export const DONE = ['Success ProcessRecords', 'Success TransformRecords', 'Success CommitRecords'];
export const UNDONE = ['RolledBack CommitRecords', 'RolledBack TransformRecords', 'RolledBack ProcessRecords'];

export function outcome(name: string, Status: Outcome['Status'], more: Partial<Outcome> = {}): Outcome {
  const Time = '2026-01-01T00:00:00.000Z';
  return { TransactionId: 't', Attempt: 1, ExecutionArn: arnOf(name), Status, CorrelationId: 'mine', Time, ...more };
}

const planned = { details: { TransactionId: 't', Records: [] }, correlationId: 'mine', attempts: [1] };

/** A transaction without records that committed. */
export function committed(): TransactionFacts & { readonly record: ChaosRecord } {
  return {
    planned,
    executions: [execution('t-1')],
    record: {
      TransactionId: 't',
      ExecutionId: arnOf('t-1'),
      Status: 'COMMITTED',
      Steps: entries('t-1', ...DONE),
      ProcessRecords: { Data: [] },
      TransformRecords: { Data: [] },
      CommitRecords: { Data: { Count: 0, Digest: EMPTY_DIGEST } },
    },
    outcomes: [outcome('t-1', 'COMMITTED')],
  };
}

/** One whose last step said no. */
export function rolledBack(): TransactionFacts & { readonly record: ChaosRecord } {
  return {
    planned,
    executions: [execution('t-1', { status: 'FAILED', error: 'CardDeclined', hasVerdict: true })],
    record: {
      TransactionId: 't',
      ExecutionId: arnOf('t-1'),
      Status: 'ROLLED_BACK',
      Steps: entries('t-1', ...DONE, ...UNDONE),
    },
    outcomes: [outcome('t-1', 'ROLLED_BACK')],
  };
}

/** One whose second attempt took the record over from the first, which was rolled back. */
export function takenOver(): TransactionFacts & { readonly record: ChaosRecord } {
  const { record, planned: once } = committed();
  return {
    planned: { ...once, attempts: [1, 2] },
    executions: [execution('t-1', { status: 'FAILED', error: 'CardDeclined', hasVerdict: true }), execution('t-2')],
    record: {
      ...record,
      ExecutionId: arnOf('t-2'),
      Steps: [...entries('t-1', ...DONE, ...UNDONE), ...entries('t-2', ...DONE)],
    },
    outcomes: [outcome('t-1', 'ROLLED_BACK'), outcome('t-2', 'COMMITTED')],
  };
}
