import {
  DescribeStateMachineCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { observe } from '../../local/start/observe.ts';
import { saga } from '../cli/terminal.ts';
import { auditTrail, runSaga, startSaga, useCloud } from '../support/cloud.ts';

const HELD = 'held';
const held = Promise.withResolvers<void>();
const began = Promise.withResolvers<void>();

/** Holds the first invocation of one saga until the deployment is over. */
const cloud = useCloud({
  faults: {
    lambda: async ({ payload }) => {
      const { Execution } = payload as { Execution?: { Name?: string } };
      if (Execution?.Name !== HELD) return undefined;
      began.resolve();
      await held.promise;
      return undefined;
    },
  },
});

/** What a deployment does that takes the last step from the saga: another revision, a version of it, the alias on that. */
async function deployWithoutTheLastStep(): Promise<void> {
  const sfn = cloud().stepFunctionsClient();
  const stateMachineAliasArn = cloud().sagaStateMachineArn;
  const stateMachineArn = stateMachineAliasArn.slice(0, stateMachineAliasArn.lastIndexOf(':'));
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const asl = JSON.parse(definition.replaceAll(',"CommitRecords"]', ']'));
  for (const name of Object.keys(asl.States)) if (name.startsWith('CommitRecords')) delete asl.States[name];
  asl.States.TransformRecords = { ...asl.States.TransformRecords, Next: undefined, End: true };
  const { stateMachineVersionArn } = await sfn.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(asl), publish: true }),
  );
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
}

/** Which versions of the state machine pruning has left, and why. */
async function pruned(): Promise<string[]> {
  const argv = ['prune-versions', '--keep', '1', '--json', '--endpoint', cloud().endpoint];
  const rows = JSON.parse((await saga(argv)).stdout) as { arn: string; version: string; action: string; why: string }[];
  return rows
    .filter(({ arn, action }) => arn.includes(':stateMachine:') && action === 'kept')
    .map(({ version, why }) => `${version}: ${why}`);
}

const inputOf = (TransactionId: string) => ({ Payload: { TransactionDetails: { TransactionId } } });

test('a saga under way ends as it began, whatever is deployed meanwhile, and pruning waits for it', async () => {
  const executionArn = await startSaga(cloud(), inputOf('under-way'), HELD);
  await began.promise;
  await deployWithoutTheLastStep();

  const young = await runSaga(cloud(), inputOf('young'));
  expect(young).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' } });
  expect(auditTrail(young)).toEqual(['Success ProcessRecords', 'Success TransformRecords']);
  expect(await pruned()).toEqual(['2: alias live', `1: execution ${HELD} RUNNING`]);

  held.resolve();
  const outcome = await observe(cloud(), executionArn);
  expect(outcome).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' } });
  expect(auditTrail(outcome)).toEqual(['Success ProcessRecords', 'Success TransformRecords', 'Success CommitRecords']);
  expect(await pruned()).toEqual(['2: alias live']);
});
