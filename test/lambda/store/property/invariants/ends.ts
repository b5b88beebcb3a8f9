import { ERROR_NAME, REFUSALS } from '../../../../../contract/errors.ts';
import { STATUS } from '../../../../../contract/saga.ts';
import type { ExecutionFacts, Facts } from '../world/facts.ts';
import { dataIn, type Invariant, owns, writerOf } from './invariant.ts';

export const succeededIsCommitted: Invariant = {
  name: 'an execution that is SUCCEEDED left the data of all its steps, and COMMITTED',
  check({ executions, record, steps }) {
    return executions
      .filter(({ status }) => status === 'SUCCEEDED')
      .flatMap((execution) => [
        ...(owns(execution, record) ? [] : [`${execution.name} SUCCEEDED, but the record is ${record?.ExecutionId}'s`]),
        ...(record?.Status === STATUS.committed ? [] : [`${execution.name} SUCCEEDED, and left ${record?.Status}`]),
        ...steps
          .filter((step) => writerOf(record, step) !== execution.name)
          .map((step) => `${execution.name} SUCCEEDED, and left no data of ${step}`),
      ]);
  },
};

export const failedLeavesNothing: Invariant = {
  name: "any other left no step's data, and ROLLED_BACK; or ROLLBACK_FAILED and a message; or nothing at all",
  check({ executions, record, steps, messages }) {
    return executions
      .filter(({ status }) => status !== 'SUCCEEDED')
      .flatMap((execution) => {
        const { arn, name, status, error } = execution;
        const left = dataIn(record, steps).filter((step) => writerOf(record, step) === name);
        const isGivenUp = owns(execution, record) && record?.Status === STATUS.rollbackFailed;
        const isTold = messages.some(({ ExecutionArn }) => ExecutionArn === arn);
        return [
          ...(isGivenUp ? [] : left.map((step) => `${name}, ${status} ${error}, left the data of ${step}`)),
          ...(isGivenUp && !isTold ? [`${name} left ROLLBACK_FAILED, and no message says so`] : []),
        ];
      });
  },
};

const CLOSED: readonly unknown[] = [STATUS.rolledBack, STATUS.rollbackFailed];

export const nothingStaysOpen: Invariant = {
  name: 'no record is IN_PROGRESS or ROLLING_BACK, and none is COMMITTED by an execution that did not succeed',
  check({ executions, recoveries, record }) {
    const owner = executions.find((execution) => owns(execution, record));
    const isCommitted = record?.Status === STATUS.committed && owner?.status === 'SUCCEEDED';
    return [
      ...[...executions, ...recoveries]
        .filter(({ status }) => status === 'RUNNING')
        .map(({ name }) => `${name} never ends`),
      ...(record === undefined || isCommitted || CLOSED.includes(record.Status)
        ? []
        : [`the record stays ${record.Status} by ${owner?.name}, which is ${owner?.status} ${owner?.error}`]),
    ];
  },
};

export const endSaysWhatHappened: Invariant = {
  name: "the execution's status and error say what happened",
  check: (facts) =>
    facts.executions.flatMap((execution) => {
      const { status, error } = execution;
      if (status !== 'FAILED') return [];
      if (REFUSALS.includes(String(error))) return refused(facts, execution);
      if (error === ERROR_NAME.rollbackFailed) return gaveUp(facts, execution);
      return error === ERROR_NAME.sagaOpen ? [] : failed(execution);
    }),
};

/** Whoever was refused had written nothing by then, found the record another's, and had nothing to roll back. */
function refused({ writes, executions }: Facts, execution: ExecutionFacts): readonly string[] {
  const { arn, name, error, writesAtEnd, path } = execution;
  const before = writes.slice(0, writesAtEnd);
  const others = executions.map((one) => one.arn).filter((other) => other !== arn);
  return [
    ...(before.some(({ actsAs }) => actsAs === arn) ? [`${name} was refused as ${error}, but had written`] : []),
    ...(before.some(({ after }) => others.includes(String(after.ExecutionId)))
      ? []
      : [`${name} was refused as ${error}, but nobody else had written`]),
    ...(path.some((state) => state.endsWith('Rollback')) && path.at(-1) !== 'SagaRefused'
      ? [`${name} was refused as ${error}, and went on to ${path.at(-1)}`]
      : []),
  ];
}

/** Its record said so, and a message was sent. */
function gaveUp({ messages, writes }: Facts, execution: ExecutionFacts): readonly string[] {
  const { arn, name, writesAtEnd } = execution;
  const said = writes
    .slice(0, writesAtEnd)
    .some(({ after }) => owns(execution, after) && after.Status === STATUS.rollbackFailed);
  return [
    ...(said ? [] : [`${name} ended RollbackFailed, but its record never said so`]),
    ...(messages.some(({ ExecutionArn }) => ExecutionArn === arn) ? [] : [`${name} ended RollbackFailed, untold`]),
  ];
}

/** With the error of a step: by then it was rolled back and closed, unless nothing of it was there. */
function failed(execution: ExecutionFacts): readonly string[] {
  const { name, error, recordAtEnd } = execution;
  if (!owns(execution, recordAtEnd) || recordAtEnd?.Status === STATUS.rolledBack) return [];
  return [`${name} ended ${error}, but its record said ${recordAtEnd?.Status}`];
}
