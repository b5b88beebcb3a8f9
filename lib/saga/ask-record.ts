import { Choice, Condition, type IChainable, type State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { STATUS } from '../../contract/saga.ts';
import type { Endings } from './endings.ts';
import type { SagaIdentity } from './identity.ts';
import { type RecordTaskContext, readRecord } from './record-tasks.ts';

export interface AskRecordProps {
  /** The names of the two states: the one that reads, the one that decides. */
  readonly names: readonly [read: string, decide: string];
  readonly context: RecordTaskContext;
  readonly identity: SagaIdentity;
  readonly endings: Endings;
  /** Where the execution goes when its own record says `ROLLBACK_FAILED`. @default endings.open */
  readonly onRollbackFailed?: IChainable;
}

/**
 * After a condition that failed: reads the record and decides whether anything of this execution's is left to undo. Nothing
 * is, where the record is gone or another's, or where an earlier attempt, whose answer was lost, has closed it.
 */
export function askRecord(scope: Construct, props: AskRecordProps): State {
  const { identity, endings } = props;
  const [readName, decideName] = props.names;
  const owner = '$.Record.Item.ExecutionId.S';
  const mine = Condition.stringEqualsJsonPath(owner, identity.executionId);
  const says = (status: string): Condition => Condition.stringEquals('$.Record.Item.Status.S', status);

  // Looked at in this order, so that what follows may rely on a record that is there and mine.
  const decide = new Choice(scope, decideName)
    .when(Condition.not(Condition.isPresent(owner)), endings.notMine)
    .when(Condition.not(mine), endings.notMine)
    .when(says(STATUS.rolledBack), endings.rolledBack);
  if (props.onRollbackFailed !== undefined) decide.when(says(STATUS.rollbackFailed), props.onRollbackFailed);
  decide.otherwise(endings.open);

  return readRecord(scope, readName, props.context).next(decide).startState;
}
