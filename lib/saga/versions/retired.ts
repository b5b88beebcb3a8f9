import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { SagaStep } from '../saga-step.ts';
import { invocableArns } from './pinned.ts';

/** Lets executions that began with steps which the definition has no more go on calling them. */
export function allowRetired(machine: StateMachine, retiredSteps: readonly SagaStep[]): void {
  for (const { run, rollback } of retiredSteps) {
    machine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [...invocableArns(run), ...invocableArns(rollback)],
      }),
    );
  }
}
