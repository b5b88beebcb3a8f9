import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Saga, type SagaProps, SagaStep, type SagaStepProps, TransactionTable } from '../../../lib/index.ts';
import { OUTDIR } from './outdir.ts';

export function newStack(): Stack {
  return new Stack(new App({ outdir: OUTDIR, context: { 'aws:cdk:bundling-stacks': [] } }), 'Test');
}

/** A function that nobody runs, with the timeout of a step of ours. */
export function newFunction(stack: Stack, id: string, timeout = Duration.seconds(10)): LambdaFunction {
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({})'),
    timeout,
  });
}

export function newStep(stack: Stack, stepName: string, props: Partial<SagaStepProps> = {}): SagaStep {
  const id = `Step${stack.node.children.length}`;
  return new SagaStep(stack, id, {
    stepName,
    run: newFunction(stack, `${id}Run`),
    rollback: newFunction(stack, `${id}Rollback`),
    ...props,
  });
}

/** A saga of steps with these names, on functions and a table of its own. */
export function newSaga(stepNames: readonly string[], props: Partial<SagaProps> = {}): Saga {
  const stack = newStack();
  const steps = stepNames.map((name) => newStep(stack, name));
  return new Saga(stack, 'Saga', { steps, table: new TransactionTable(stack, 'Records'), ...props });
}

export function templateOf(saga: Saga): Template {
  return Template.fromStack(Stack.of(saga));
}
