import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll } from '@jest/globals';
import { requireEnv } from '../../contract/environment.ts';
import { EmbeddedCloud, type EmbeddedCloudOptions } from '../../local/cloud.ts';
import { observe } from '../../local/start/observe.ts';
import type { Outcome } from '../../local/start/outcome.ts';
import { ASSEMBLY_VARIABLE } from './assembly.ts';

/** Retries wait a hundredth of their time: what is tested is that they happen, not how long they take. */
const TIME_SCALE = 0.01;

/** An embedded cloud for the tests of a file, booted from the assembly of the whole run. */
export function useCloud(options: Partial<EmbeddedCloudOptions> = {}): () => EmbeddedCloud {
  let cloud: EmbeddedCloud | undefined;
  beforeAll(async () => {
    cloud = await EmbeddedCloud.boot({ assembly: requireEnv(ASSEMBLY_VARIABLE), timeScale: TIME_SCALE, ...options });
  });
  afterAll(async () => cloud?.close());
  return () => {
    if (cloud === undefined) throw new Error('the embedded cloud is up from beforeAll on');
    return cloud;
  };
}

/** Starts an execution through the Step Functions API, waits for its end, and tells what became of it. */
export async function runSaga(cloud: EmbeddedCloud, input: unknown, name?: string): Promise<Outcome> {
  const executionArn = await startSaga(cloud, input, name);
  await cloud.stepFunctions.waitForEnd(executionArn);
  return observe(cloud, executionArn);
}

export async function startSaga(cloud: EmbeddedCloud, input: unknown, name?: string): Promise<string> {
  const { executionArn } = await cloud
    .stepFunctionsClient()
    .send(
      new StartExecutionCommand({ stateMachineArn: cloud.sagaStateMachineArn, name, input: JSON.stringify(input) }),
    );
  return executionArn as string;
}

/** The audit trail without its times: `Success ProcessRecords`. */
export function auditTrail(outcome: Outcome): string[] {
  const steps = (outcome.record?.Steps ?? []) as { Name: string; Status: string }[];
  return steps.map(({ Name, Status }) => `${Status} ${Name}`);
}

/** The steps whose data is in the record. */
export function dataIn(outcome: Outcome): string[] {
  return Object.entries(outcome.record ?? {})
    .filter(([, value]) => typeof value === 'object' && value !== null && 'LastUpdated' in value)
    .map(([name]) => name)
    .sort();
}
