import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { ERROR_NAME, InvalidTransaction } from '../../contract/errors.ts';
import type { FaultPlan } from '../../contract/fault-plan.ts';
import { SAGA_STEPS, STATUS } from '../../contract/saga.ts';
import { parseTransaction } from '../../contract/transaction.ts';

/** The Retry of each state, as the definition has it. */
export type Retries = ReadonlyMap<string, readonly Retrier[]>;

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
}

/** What the record of a saga may say in the end, for the outcome to be the one that was asked for. */
export type Expectation = readonly string[];

/** Step Functions' own: MaxAttempts of a retrier that gives none. */
const DEFAULT_MAX_ATTEMPTS = 3;
const LAMBDA_TIMEOUT = 'Sandbox.Timedout';

/**
 * What was asked for: a commit, unless `simulateFail` says otherwise. A fault that is over before the retries end is one
 * that the saga has to survive. An input that is no transaction asks for nothing that can come.
 */
export function expectationOf(input: unknown, retries: Retries): Expectation {
  const simulateFail = simulateFailOf(input);
  if (simulateFail === undefined) return [];
  if (simulateFail === true) return [STATUS.committed, STATUS.rolledBack];
  if (simulateFail === false) return [STATUS.committed];
  return [
    outcomeOf(typeof simulateFail === 'string' ? { step: simulateFail, phase: 'before' } : simulateFail, retries),
  ];
}

function outcomeOf(plan: FaultPlan, retries: Retries): string {
  const times = plan.times ?? Number.POSITIVE_INFINITY;
  if (plan.phase === 'rollback') {
    const attempts = attemptsOf(`${plan.step}Rollback`, plan.error ?? ERROR_NAME.transient, retries);
    return times < attempts ? STATUS.rolledBack : STATUS.rollbackFailed;
  }
  const error = plan.phase === 'timeout' ? LAMBDA_TIMEOUT : (plan.error ?? ERROR_NAME.simulatedFailure);
  return times < attemptsOf(plan.step, error, retries) ? STATUS.committed : STATUS.rolledBack;
}

function attemptsOf(state: string, error: string, retries: Retries): number {
  const retrier = retries
    .get(state)
    ?.find(
      ({ ErrorEquals }) =>
        ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL') || ErrorEquals.includes('States.TaskFailed'),
    );
  return 1 + (retrier === undefined ? 0 : (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS));
}

function simulateFailOf(input: unknown): boolean | string | FaultPlan | undefined {
  try {
    return parseTransaction(input, SAGA_STEPS).TransactionDetails.simulateFail ?? false;
  } catch (error) {
    if (error instanceof InvalidTransaction) return undefined;
    throw error;
  }
}

/** Reads the retries out of a state machine's definition. */
export async function retriesOf(sfn: SFNClient, stateMachineArn: string): Promise<Retries> {
  const { definition = '{}' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { States } = JSON.parse(definition) as { States: Record<string, { Retry?: Retrier[] }> };
  return new Map(Object.entries(States).map(([name, { Retry = [] }]) => [name, Retry]));
}
