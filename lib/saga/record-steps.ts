import { fileURLToPath } from 'node:url';
import type { Construct } from 'constructs';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { SagaStep } from './saga-step.ts';
import type { StepLambdasProps } from './step-lambdas.ts';

export type RecordStepsProps = Omit<StepLambdasProps, 'entry'>;

/** The steps of this application, from contract/saga.ts: `ProcessRecords` is made from `lambda/process-records.ts`. */
export function recordSteps(
  scope: Construct,
  props: RecordStepsProps,
  stepNames: readonly string[] = SAGA_STEPS,
): readonly SagaStep[] {
  return stepNames.map((stepName) => SagaStep.fromEntry(scope, stepName, { ...props, entry: entryOf(stepName) }));
}

function entryOf(stepName: string): string {
  const file = stepName.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return fileURLToPath(new URL(`../../lambda/${file}.ts`, import.meta.url));
}
