import { fileURLToPath } from 'node:url';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import {
  DefinitionBody,
  type IChainable,
  JsonPath,
  Parallel,
  StateMachine,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

/**
 * The article's state machine, from its description: each step a Task in a Parallel of one branch, whose Catch leads to the
 * step's rollback and from there to those before it, the last of which is an End; the CDK's own retries, on Lambda's troubles
 * alone; no Catch on a rollback, no condition on a write, nothing after a timeout of five minutes.
 *
 * Each Task gets the execution's input. In the article it is what the Parallel before has made of it.
 */
export function synthesizeArticle(outdir: string, steps: readonly string[]): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Article');
  const table = new Table(stack, 'Records', {
    partitionKey: { name: 'TransactionId', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // The name by which the matrix finds it.
  const scope = new Construct(stack, `Saga${steps.length}`);

  const task = (id: string, handler: string, step: string): LambdaInvoke => {
    const lambdaFunction = new NodejsFunction(scope, `${id}Function`, {
      entry: fileURLToPath(new URL('tasks.ts', import.meta.url)),
      projectRoot: fileURLToPath(new URL('../../', import.meta.url)),
      depsLockFilePath: fileURLToPath(new URL('../../package-lock.json', import.meta.url)),
      handler: `index.${handler}`,
      runtime: Runtime.NODEJS_24_X,
      timeout: Duration.seconds(5),
      environment: { TABLE_NAME: table.tableName, FIRST_STEP: steps[0] ?? '' },
      bundling: { externalModules: [], bundleAwsSDK: true, forceDockerBundling: false },
    });
    table.grantReadWriteData(lambdaFunction);
    return new LambdaInvoke(scope, id, { lambdaFunction, payload: TaskInput.fromObject(payload(step, handler)) });
  };

  const forward: Parallel[] = [];
  let earlier: IChainable | undefined;
  for (const step of steps) {
    const parallel = new Parallel(scope, `${step}Parallel`).branch(task(step, 'run', step));
    const undo = task(`${step}Rollback`, 'undo', step);
    const rollback: IChainable = earlier === undefined ? undo : undo.next(earlier);
    parallel.addCatch(rollback, { resultPath: '$.error' });
    earlier = rollback;
    forward.push(parallel);
  }
  const finish: IChainable = task('Finish', 'finish', 'Finish');
  const chain = forward.reduceRight<IChainable>((next, parallel) => parallel.next(next), finish);
  new StateMachine(scope, 'StateMachine', {
    definitionBody: DefinitionBody.fromChainable(task('Start', 'start', 'Start').next(chain)),
    timeout: Duration.minutes(5),
  });
  return app.synth().directory;
}

/** As the matrix reads it: whose step it is, and that `Failed` makes it a rollback. */
function payload(step: string, handler: string): Record<string, unknown> {
  return {
    Step: step,
    Input: JsonPath.objectAt('$$.Execution.Input'),
    Execution: { Id: JsonPath.stringAt('$$.Execution.Id'), Name: JsonPath.stringAt('$$.Execution.Name') },
    RetryCount: JsonPath.numberAt('$$.State.RetryCount'),
    ...(handler === 'undo' && { Failed: {} }),
  };
}
