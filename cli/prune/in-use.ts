import { DescribeStateMachineForExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { executionsUnderWay, type HalfDoneProps, halfDoneExecutions, type OpenExecution } from './open-executions.ts';
import { definitionOf } from './state-machine.ts';

/** A definition that somebody goes by, and who. */
export interface InUse {
  readonly definition: string;
  readonly by: string;
}

/** What open executions go by: versions that are listed, and definitions of which there is no version, or none any more. */
export interface OpenUse {
  /** By the version's ARN. */
  readonly versions: ReadonlyMap<string, string>;
  readonly definitions: readonly InUse[];
}

export interface OpenUseProps extends Omit<HalfDoneProps, 'matters'> {
  /** The ARNs of the versions that there are. */
  readonly listed: ReadonlySet<string>;
  /** Those that stay in any case: nobody needs to know who uses them. */
  readonly stays: (versionArn: string) => boolean;
}

/** Finds the open executions of the saga, and what they go by. */
export async function openUse({ listed, stays, ...props }: OpenUseProps): Promise<OpenUse> {
  const { sfn } = props.connection;
  const versions = new Map<string, string>();
  const definitions: InUse[] = [];
  const matters = (arn: string | undefined) => arn === undefined || !(stays(arn) || versions.has(arn));
  for await (const execution of all(props, matters)) {
    const { versionArn, arn } = execution;
    if (!matters(versionArn)) continue;
    const by = `execution ${execution.name} ${execution.state}`;
    if (versionArn !== undefined && listed.has(versionArn)) versions.set(versionArn, by);
    else definitions.push({ by, definition: await definitionOfExecution(sfn, arn) });
  }
  return { versions, definitions };
}

/** What the recovery calls: as it is now, and as it was when a recovery that runs began. */
export async function recoveryUse(sfn: SFNClient, recoveryMachineArn: string): Promise<InUse[]> {
  const inUse = [{ by: 'the recovery', definition: await definitionOf(sfn, recoveryMachineArn) }];
  for await (const { arn, name } of executionsUnderWay(sfn, recoveryMachineArn)) {
    inUse.push({ by: `recovery ${name} RUNNING`, definition: await definitionOfExecution(sfn, arn) });
  }
  return inUse;
}

async function* all(
  props: Omit<HalfDoneProps, 'matters'>,
  matters: HalfDoneProps['matters'],
): AsyncGenerator<OpenExecution> {
  yield* executionsUnderWay(props.connection.sfn, props.stateMachineArn);
  yield* halfDoneExecutions({ ...props, matters });
}

async function definitionOfExecution(sfn: SFNClient, executionArn: string): Promise<string> {
  const { definition = '' } = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  return definition;
}
