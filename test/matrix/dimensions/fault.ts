/** How an attempt at a step fails, and what Step Functions makes of it. */
export interface Fault {
  /** As it stands in a case's name. */
  readonly name: string;
  /** The error's name, as Retry and Catch see it. */
  readonly error: string;
  /** Whether Step Functions tries again: of its own troubles it does, of a step's verdict it does not. */
  readonly retried: boolean;
}

export const FAULTS = {
  before: { name: 'fails before its write', error: 'TransientError', retried: true },
  after: { name: 'fails after its write', error: 'TransientError', retried: true },
  late: { name: 'times out and writes late', error: 'Sandbox.Timedout', retried: true },
  crash: { name: 'crashes while it writes', error: 'Runtime.ExitError', retried: true },
  lambdaThrottled: { name: 'is throttled by Lambda', error: 'Lambda.TooManyRequestsException', retried: true },
  tableThrottled: { name: 'is throttled by DynamoDB', error: 'TransientError', retried: true },
  outOfMemory: { name: 'runs out of memory', error: 'Runtime.OutOfMemory', retried: true },
  unknown: { name: 'fails with an unknown error', error: 'Lambda.Unknown', retried: true },
  verdict: { name: 'says no after its write', error: 'CardDeclined', retried: false },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
