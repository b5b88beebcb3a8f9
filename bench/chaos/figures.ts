import { STATUS } from '../../contract/saga.ts';
import type { Figure } from '../bench.ts';
import type { Check } from './checks/check.ts';
import type { Problem } from './checks/index.ts';
import { noneIsDoneTwice } from './checks/none-is-done-twice.ts';
import { noneIsLost } from './checks/none-is-lost.ts';
import type { Storm } from './storm.ts';

export function figuresOf(storm: Storm, problems: readonly Problem[]): readonly Figure[] {
  const { transactions } = storm.facts;
  const ended = (status: string) => transactions.filter(({ record }) => record?.Status === status).length;
  const broken = ({ name }: Check) =>
    new Set(problems.filter(({ check }) => check === name).map(({ transactionId }) => transactionId)).size;
  const timeouts = transactions
    .flatMap(({ executions }) => executions.map((execution) => execution.timeouts))
    .reduce((sum, ofOne) => sum + ofOne, 0);
  const none = { at: 'most', value: 0 } as const;
  const [committed, rolledBack] = [ended(STATUS.committed), ended(STATUS.rolledBack)];
  return [
    count('transactions', transactions.length),
    count('messages published', storm.messages),
    count('COMMITTED', committed),
    count('ROLLED_BACK', rolledBack),
    { ...count('neither', transactions.length - committed - rolledBack), promise: none },
    { ...count('lost', broken(noneIsLost)), promise: none },
    { ...count('done twice', broken(noneIsDoneTwice)), promise: none },
    { ...count('consumers killed', storm.kills), promise: { at: 'least', value: 20 } },
    count('of them while messages were in flight', storm.killsInFlight),
    count('starts of consumers that timed out', storm.failedStarts),
    count('messages received again', storm.redelivered),
    count('Lambda invocations failed', storm.lambdaFaults),
    count('Tasks timed out', timeouts),
    count('executions stopped', storm.stopped),
    count('recoveries', storm.recoveries),
    { what: 'from the first message to the last end', value: storm.seconds, unit: 's' },
    { what: 'transactions a second', value: transactions.length / storm.seconds, unit: '/s' },
  ];
}

/** How many problems are told: the first ones say most. */
const TOLD = 10;

/** What a bench is refused with whose answer is wrong. */
export function refusal(problems: readonly Problem[], seed: number): Error {
  const lines = problems
    .slice(0, TOLD)
    .map(({ transactionId = 'the run', check, problem }) => `  ${transactionId}: ${problem} (${check})`);
  return new Error(
    `${problems.length} things are wrong, with CHAOS_SEED=${seed}; of these, the first are:\n${lines.join('\n')}`,
  );
}

function count(what: string, value: number): Figure {
  return { what, value, unit: '' };
}
