import type { Program } from './run/program.ts';

/** A state machine as it was created. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  /** As it was given: DescribeStateMachine answers with it. */
  readonly definition: string;
  readonly roleArn: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  /** In the order of creation. */
  readonly sequence: number;
  readonly loggingConfiguration: object;
  readonly tracingConfiguration: object;
  /** Numbers of versions and names of aliases that executions can be started with: all mean this one definition. */
  readonly qualifiers: ReadonlySet<string>;
  readonly program: Program;
}

/** What DescribeStateMachine and DescribeStateMachineForExecution have in common. */
export function describeStateMachine(machine: StateMachine) {
  const { arn, name, definition, roleArn, loggingConfiguration, tracingConfiguration } = machine;
  return { stateMachineArn: arn, name, definition, roleArn, loggingConfiguration, tracingConfiguration };
}
