import {
  type ExecutionListItem,
  type ExecutionStatus,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { STATUS } from '../../contract/saga.ts';
import { TRANSACTION_ID_PATTERN } from '../../contract/transaction.ts';
import type { Connection } from '../connection.ts';
import { transactionIdIn } from '../recover/transaction-id.ts';
import { describeExecution } from '../saga/execution.ts';
import { type Owner, readOwners } from './owners.ts';

/** An execution that may still call the code it began with. */
export interface OpenExecution {
  readonly arn: string;
  readonly name: string;
  /** The version that it began with. @default - it was started without one */
  readonly versionArn?: string;
  /** `RUNNING`, or what its record says. */
  readonly state: string;
}

/** Not ended, or to be gone on with. */
const UNDER_WAY: readonly ExecutionStatus[] = ['RUNNING', 'PENDING_REDRIVE'];
const ENDED_BADLY: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];
const PAGE = 1_000;

/** The executions under way of a state machine. */
export async function* executionsUnderWay(sfn: SFNClient, stateMachineArn: string): AsyncGenerator<OpenExecution> {
  for (const status of UNDER_WAY) {
    for await (const page of pages(sfn, stateMachineArn, status)) {
      for (const item of page) yield open(item, status);
    }
  }
}

export interface HalfDoneProps {
  readonly connection: Pick<Connection, 'sfn' | 'dynamodb'>;
  readonly stateMachineArn: string;
  readonly tableName: string;
  /** Whether it matters if the executions of a version, or of none, are open: there may be many, and each costs a read. */
  readonly matters: (versionArn: string | undefined) => boolean;
}

/** The executions that have ended and left their record open: nobody is done with them before they are rolled back. */
export async function* halfDoneExecutions(props: HalfDoneProps): AsyncGenerator<OpenExecution> {
  for (const status of ENDED_BADLY) {
    for await (const page of pages(props.connection.sfn, props.stateMachineArn, status)) {
      const items = page.filter(({ stateMachineVersionArn }) => props.matters(stateMachineVersionArn));
      yield* halfDoneOf(props, items);
    }
  }
}

/**
 * Most executions are named after their transaction, which saves a call for each. A name may mislead, though: where the record
 * is not this execution's, its input is asked.
 */
async function* halfDoneOf(
  { connection, tableName }: HalfDoneProps,
  items: readonly ExecutionListItem[],
): AsyncGenerator<OpenExecution> {
  const byName = new Map(items.map((item) => [item, idInName(item)]));
  const named = await recordsOf(connection, tableName, byName);
  const byInput = new Map<ExecutionListItem, string | undefined>();
  for (const [item, id] of byName) {
    if (isOwner(item, named.get(item))) continue;
    const described = await describeExecution(connection.sfn, item.executionArn ?? '');
    const told = transactionIdIn(described?.input);
    if (told !== id) byInput.set(item, told);
  }
  const told = await recordsOf(connection, tableName, byInput);
  for (const item of items) {
    const owner = told.get(item) ?? named.get(item);
    if (owner !== undefined && isOwner(item, owner) && owner.status !== STATUS.rolledBack)
      yield open(item, owner.status);
  }
}

async function recordsOf(
  { dynamodb }: Pick<Connection, 'dynamodb'>,
  tableName: string,
  ids: ReadonlyMap<ExecutionListItem, string | undefined>,
): Promise<Map<ExecutionListItem, Owner | undefined>> {
  const owners = await readOwners(
    dynamodb,
    tableName,
    [...ids.values()].filter((id) => id !== undefined),
  );
  return new Map([...ids].map(([item, id]) => [item, id === undefined ? undefined : owners.get(id)]));
}

function isOwner({ executionArn }: ExecutionListItem, owner: Owner | undefined): boolean {
  return owner?.executionId === executionArn;
}

/** The TransactionId in a name of our form, `<TransactionId>-<Attempt>`. */
function idInName({ name = '' }: ExecutionListItem): string | undefined {
  const [, id = ''] = /^(.+)-\d{1,3}$/.exec(name) ?? [];
  return TRANSACTION_ID_PATTERN.test(id) ? id : undefined;
}

function open(item: ExecutionListItem, state: string): OpenExecution {
  const { executionArn: arn = '', name = '', stateMachineVersionArn: versionArn } = item;
  return { arn, name, state, ...(versionArn !== undefined && { versionArn }) };
}

async function* pages(
  sfn: SFNClient,
  stateMachineArn: string,
  statusFilter: ExecutionStatus,
): AsyncGenerator<ExecutionListItem[]> {
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: PAGE, nextToken }),
    );
    yield page.executions ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
