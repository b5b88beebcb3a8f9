import { Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { DECISION } from '../../../contract/recovery.ts';
import { type Endings, rollbackFailed, sagaOpen, sagaRefused } from '../endings.ts';
import { type PublishOutcomesProps, publishRollbackFailed, publishRolledBack } from '../outcomes/publish-outcome.ts';
import { nothingToRecover, RECOVERY_STATE } from '../state-names.ts';

type Stop = Exclude<(typeof DECISION)[keyof typeof DECISION], typeof DECISION.recover>;

/** The endings of a recovery that changed nothing, and why that is no failure. */
const STOPS: Readonly<Record<Stop, string>> = {
  [DECISION.stillRunning]: 'The execution has not ended: its record is its own business',
  [DECISION.committed]: 'The execution succeeded',
  [DECISION.notATransaction]: 'The execution was refused, because its input is no transaction: it has written nothing',
  [DECISION.notMine]: 'Another execution owns the record, and nothing of this one is in it',
  [DECISION.rolledBack]: 'The execution is rolled back already',
};

/** `NothingToRecover<why>`, one for each reason to stop. */
export function stops(scope: Construct): readonly { readonly decision: Stop; readonly ending: Succeed }[] {
  return Object.entries(STOPS).map(([name, comment]) => {
    const decision = name as Stop;
    return { decision, ending: new Succeed(scope, nothingToRecover(decision), { comment }) };
  });
}

/**
 * The endings of a recovery that did something. It succeeds where the saga is rolled back; where it fails, it does so under
 * the names that a saga has, and as with a saga nothing but `RollbackFailed` says that somebody was told.
 *
 * @param notMine where another execution took the record over since `FindSaga` looked
 */
export function recoveryEndings(scope: Construct, outcomes: PublishOutcomesProps, notMine: Succeed): Endings {
  const recovered = new Succeed(scope, RECOVERY_STATE.recovered);
  return {
    refused: sagaRefused(scope),
    rolledBack: publishRolledBack(scope, outcomes, recovered),
    closedMeanwhile: recovered,
    notMine,
    rollbackFailed: publishRollbackFailed(scope, outcomes, rollbackFailed(scope)),
    open: sagaOpen(scope),
  };
}
