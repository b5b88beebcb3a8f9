import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Saga, SagaRecovery, SagaStep, TransactionTable } from '../../../../lib/index.ts';
import { publishValues } from '../../../../lib/published.ts';
import { sagaValues } from '../../../../lib/saga/saga-values.ts';
import { readSettings } from '../../../../lib/settings.ts';

export interface Deployment {
  /** The file in this folder, without `.ts`, that is the code of all steps. */
  readonly code: string;
  readonly steps: readonly string[];
  /** @default - none */
  readonly retired?: readonly string[];
}

/** A saga with its recovery as one deployment has it. @returns the cloud assembly */
export function synthesize(outdir: string, { code, steps, retired = [] }: Deployment): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Own');
  const table = new TransactionTable(stack, 'Records');
  const entry = fileURLToPath(new URL(`${code}.ts`, import.meta.url));
  const step = (name: string) => SagaStep.fromEntry(stack, name, { entry, table, simulateFail: true });
  const saga = new Saga(stack, 'Saga', { steps: steps.map(step), retiredSteps: retired.map(step), table });
  const recovery = new SagaRecovery(stack, 'Recovery', { saga });
  publishValues(stack, readSettings({}).stage, sagaValues(saga, recovery));
  return app.synth().directory;
}
