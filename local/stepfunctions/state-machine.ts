import type { Program } from './run/program.ts';

/** What AWS calls the revision that a state machine was created with. */
export const INITIAL_REVISION = 'INITIAL';

/** A revision of a state machine: what it was made with, or updated to. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  /** As it was given: DescribeStateMachine answers with it. */
  readonly definition: string;
  readonly roleArn: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  /** Another one for each revision. */
  readonly revisionId: string;
  /** Of the last update, in milliseconds since 1970. */
  readonly updateDate: number;
  /** In the order of creation. */
  readonly sequence: number;
  readonly loggingConfiguration: object;
  readonly tracingConfiguration: object;
  readonly program: Program;
}

/** What DescribeStateMachine and DescribeStateMachineForExecution have in common. */
export function describeStateMachine(machine: StateMachine) {
  const { arn, name, definition, roleArn, loggingConfiguration, tracingConfiguration, revisionId } = machine;
  return {
    stateMachineArn: arn,
    name,
    definition,
    roleArn,
    loggingConfiguration,
    tracingConfiguration,
    ...(revisionId !== INITIAL_REVISION && { revisionId }),
  };
}
