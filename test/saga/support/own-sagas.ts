import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Saga, SagaRecovery, SagaStep, TransactionTable } from '../../../lib/index.ts';
import { EmbeddedCloud, type EmbeddedCloudOptions } from '../../../local/cloud.ts';

/** The names of the steps of the longest saga. */
export const OWN_STEPS = ['Reserve', 'Charge', 'Pack', 'Ship', 'Notify'] as const;

export interface OwnSagas {
  readonly cloud: EmbeddedCloud;
  readonly tableName: string;
  /** The ARN of the saga of so many steps. */
  readonly sagaArn: (count: number) => string;
  readonly recoveryArn: (count: number) => string;
  /** The URL of its recovery queue. */
  readonly queueUrl: (count: number) => string;
}

/** Sagas of one to five steps from the generic construct, each with its recovery, on one table in an embedded cloud. */
export function useOwnSagas(options: Partial<EmbeddedCloudOptions> = {}): () => OwnSagas {
  const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-own-'));
  let own: OwnSagas | undefined;
  beforeAll(async () => {
    const cloud = await EmbeddedCloud.boot({ assembly: synthesize(outdir), timeScale: 0.01, ...options });
    const named = (type: string, beginning: string): string => {
      const found = cloud.resources(type).find(({ logicalId }) => logicalId.startsWith(beginning));
      if (found === undefined) throw new Error(`there is no ${type} whose logical id begins with ${beginning}`);
      return found.physicalId;
    };
    own = {
      cloud,
      tableName: named('AWS::DynamoDB::Table', 'Records'),
      sagaArn: (count) => named('AWS::StepFunctions::StateMachine', `Saga${count}StateMachine`),
      recoveryArn: (count) => named('AWS::StepFunctions::StateMachine', `Recovery${count}StateMachine`),
      queueUrl: (count) => named('AWS::SQS::Queue', `Saga${count}RecoveryQueue`),
    };
  }, 60_000);
  afterAll(async () => {
    await own?.cloud.close();
    rmSync(outdir, { recursive: true, force: true });
  });
  return () => {
    if (own === undefined) throw new Error('the sagas are up from beforeAll on');
    return own;
  };
}

function synthesize(outdir: string): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Own');
  const table = new TransactionTable(stack, 'Records');
  const entry = fileURLToPath(new URL('own-step.ts', import.meta.url));
  const steps = OWN_STEPS.map((name) =>
    SagaStep.fromEntry(stack, name, { entry, table, timeout: Duration.seconds(3), simulateFail: true }),
  );
  for (let count = 1; count <= steps.length; count += 1) {
    const saga = new Saga(stack, `Saga${count}`, { steps: steps.slice(0, count), table });
    new SagaRecovery(stack, `Recovery${count}`, { saga });
  }
  return app.synth().directory;
}
