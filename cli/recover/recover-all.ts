import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isObject } from '../../contract/describe.ts';
import type { Connection } from '../connection.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';
import { columns } from '../report/columns.ts';
import { nameIn } from '../saga/execution.ts';
import { RecoveryQueue } from './recovery-queue.ts';
import { QueueResumption, type ResumedMessage } from './resume-queue.ts';

export interface RecoverAllProps {
  readonly connection: Connection;
  readonly stateMachineArn: string;
  readonly recoveryMachineArn: string;
  readonly recoveryQueueUrl: string;
  readonly json?: boolean;
}

/** Recovers every saga that has a message in the recovery queue, and prints one table. */
export async function recoverAll(invocation: Invocation, props: RecoverAllProps): Promise<void> {
  const { connection, stateMachineArn, recoveryMachineArn, recoveryQueueUrl, json } = props;
  const { sqs, sfn } = connection;
  const { signal } = invocation.terminal;
  const visibilityTimeout = await visibilityFor(sfn, recoveryMachineArn);
  const queue = new RecoveryQueue({ sqs, queueUrl: recoveryQueueUrl, visibilityTimeout });
  const resumption = new QueueResumption(queue, { connection, stateMachineArn, recoveryMachineArn, signal });
  const rows: ResumedMessage[] = [];
  try {
    for await (const row of resumption.run()) {
      rows.push(row);
      invocation.note(`${row.transactionId ?? row.messageId}: ${WORDS[row.outcome]}`);
    }
  } finally {
    report(invocation, rows, json ?? false);
    await resumption.giveBack();
  }
  invocation.exitCode = signal.aborted ? EXIT.interrupted : exitCodeOf(rows);
}

const HEAD = ['TRANSACTION', 'EXECUTION', 'OUTCOME', 'MESSAGE', 'WHY'];
/** A longer reason is a stack trace; `--json` has it whole. */
const LONGEST_WHY = 200;

const WORDS: Readonly<Record<ResumedMessage['outcome'], string>> = {
  rolledBack: 'rolled back',
  nothing: 'nothing to do',
  stillRunning: 'still running',
  failedAgain: 'failed again',
  noEnd: 'recovery did not end',
  notOurs: 'not ours',
  gone: 'execution gone',
  interrupted: 'not waited for',
};

function report(invocation: Invocation, rows: readonly ResumedMessage[], json: boolean): void {
  if (json) invocation.printJson(rows);
  else if (rows.length === 0) invocation.note('the recovery queue is empty: no saga waits for a person');
  else invocation.print(columns([HEAD, ...rows.map(cells)]));
}

function cells({ messageId, transactionId, executionArn, outcome, message, why }: ResumedMessage): string[] {
  const line = why.replaceAll(/\s+/g, ' ');
  return [
    transactionId ?? `message ${messageId}`,
    executionArn === null ? '' : nameIn(executionArn),
    WORDS[outcome],
    message,
    outcome === 'rolledBack' ? '' : line.length > LONGEST_WHY ? `${line.slice(0, LONGEST_WHY)}…` : line,
  ];
}

/** A message that is nobody's saga is said to be one, and fails nothing. */
function exitCodeOf(rows: readonly ResumedMessage[]) {
  const failed = rows.some(({ outcome }) => outcome === 'failedAgain' || outcome === 'noEnd' || outcome === 'gone');
  return failed ? EXIT.failed : EXIT.done;
}

/** What SQS allows. */
const MAX_VISIBILITY_SECONDS = 43_200;
/** To start it and to hear of its end. */
const MARGIN_SECONDS = 60;

/** As long as a recovery may take: whoever else looks into the queue meanwhile does not start another. */
async function visibilityFor(sfn: SFNClient, stateMachineArn: string): Promise<number> {
  const { definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const parsed: unknown = JSON.parse(definition ?? 'null');
  const seconds = isObject(parsed) && typeof parsed.TimeoutSeconds === 'number' ? parsed.TimeoutSeconds : Infinity;
  return Math.min(seconds + MARGIN_SECONDS, MAX_VISIBILITY_SECONDS);
}
