import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { RESERVED_STEP_NAMES } from '../../../contract/saga.ts';
import {
  ConfigurationError,
  ROLLBACK_RETRY,
  type Saga,
  SagaStep,
  STEP_RETRY,
  TransactionTable,
} from '../../../lib/index.ts';
import { longestWaitSeconds, worstCaseSeconds } from '../../../lib/saga/retry-policy.ts';
import { OUTDIR } from '../support/outdir.ts';
import { statementsOf } from '../support/policies.ts';
import { newFunction, newSaga, newStack, newStep, templateOf } from '../support/sagas.ts';

const entry = fileURLToPath(new URL('../fixtures/step.ts', import.meta.url));

function newRole(stack: Stack): Role {
  return new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
}

describe('a step from a file', () => {
  test('is bundled once, as a minified ES module with its source map, for both functions', () => {
    const app = new App({ outdir: OUTDIR });
    const stack = new Stack(app, 'Test');
    SagaStep.fromEntry(stack, 'Charge', { entry, table: new TransactionTable(stack, 'Records') });

    const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    const keys = functions.map(({ Properties }) => Properties.Code.S3Key as string);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);

    const asset = `${app.outdir}/asset.${keys[0]?.replace('.zip', '')}`;
    expect(readdirSync(asset).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    const code = readFileSync(`${asset}/index.mjs`, 'utf8');
    expect(code).toMatch(/export\{.*run.*\}/);
    expect(code).not.toContain('The smallest file');
  });

  test('is found missing at synthesis', () => {
    const stack = newStack();
    expect(() =>
      SagaStep.fromEntry(stack, 'Charge', { entry: 'nowhere.ts', table: new TransactionTable(stack, 'Records') }),
    ).toThrow(/Cannot find entry file at .*nowhere\.ts/);
  });

  test('takes no simulateFail unless it is asked to', () => {
    const stack = newStack();
    SagaStep.fromEntry(stack, 'Charge', { entry, table: new TransactionTable(stack, 'Records') });
    Template.fromStack(stack).allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: { SIMULATE_FAIL: 'false', RECORD_RETENTION_DAYS: '90' } },
      MemorySize: 512,
      Timeout: 10,
    });
  });

  test('waits in its Task for 5 seconds more than its functions may run', () => {
    const stack = newStack();
    const table = new TransactionTable(stack, 'Records');
    const step = SagaStep.fromEntry(stack, 'Charge', { entry, table, timeout: Duration.seconds(20) });
    expect(step.stepName).toBe('Charge');
    expect(step.taskTimeout.toSeconds()).toBe(25);
  });
});

describe('the table of transactions', () => {
  test('grants exactly the read and the write that a record knows', () => {
    const stack = newStack();
    new TransactionTable(stack, 'Records').grantRecordAccess(newRole(stack));
    const statements = statementsOf(Template.fromStack(stack));
    expect(statements).toEqual([
      {
        actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
        resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^Records/), 'Arn'] }],
      },
    ]);
  });

  test('goes with its stack where that is asked for', () => {
    const stack = newStack();
    new TransactionTable(stack, 'Records', { removalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
  });
});

describe('a saga', () => {
  test('grants starting executions of itself, and nothing else', () => {
    const saga = newSaga(['Charge']);
    saga.grantStartExecution(newRole(Stack.of(saga)));
    expect(statementsOf(templateOf(saga), (id) => id.startsWith('Grantee'))).toEqual([
      { actions: ['states:StartExecution'], resources: [{ Ref: expect.stringMatching(/^SagaStateMachine/) }] },
    ]);
  });

  test.each([
    ['metricStarted', 'ExecutionsStarted', 'Sum'],
    ['metricSucceeded', 'ExecutionsSucceeded', 'Sum'],
    ['metricFailed', 'ExecutionsFailed', 'Sum'],
    ['metricTimedOut', 'ExecutionsTimedOut', 'Sum'],
    ['metricAborted', 'ExecutionsAborted', 'Sum'],
    ['metricExecutionTime', 'ExecutionTime', 'Average'],
  ] as const)('has %s, which is %s', (method, metricName, statistic) => {
    const saga: Saga = newSaga(['Charge']);
    expect(saga[method]()).toMatchObject({ namespace: 'AWS/States', metricName, statistic });
    expect(saga[method]({ period: Duration.minutes(1) }).period.toSeconds()).toBe(60);
    expect(saga[method]().dimensions).toEqual({ StateMachineArn: saga.stateMachine.stateMachineArn });
  });
});

describe('the retry policies', () => {
  test('wait 31 seconds at most for a step', () => {
    expect(longestWaitSeconds(STEP_RETRY)).toBe(1 + 2 + 4 + 8 + 16);
  });

  test('wait 211 seconds at most for a rollback', () => {
    expect(longestWaitSeconds(ROLLBACK_RETRY)).toBe(1 + 2 + 4 + 8 + 16 + 6 * 30);
  });

  test('take at worst the timeout of every attempt and all waits', () => {
    expect(worstCaseSeconds(STEP_RETRY, 15)).toBe(6 * 15 + 31);
    expect(worstCaseSeconds(ROLLBACK_RETRY, 15)).toBe(12 * 15 + 211);
  });

  test('have a cap above their interval, as Step Functions wants it', () => {
    for (const policy of [STEP_RETRY, ROLLBACK_RETRY]) {
      expect(policy.maxDelaySeconds).toBeGreaterThan(policy.intervalSeconds);
    }
  });
});

describe('synthesis refuses a saga', () => {
  test('without steps', () => {
    expect(() => newSaga([])).toThrow(
      'Test/Saga: steps is an empty list, but a saga has to have one step at least: give it its steps in order',
    );
  });

  test('with two steps of one name', () => {
    expect(() => newSaga(['Reserve', 'Charge', 'Reserve'])).toThrow(
      /^Test\/Saga: two steps have the name Reserve, but each needs one of its own, .*: rename one$/,
    );
  });

  test.each(['', '1st', 'Charge-Card', 'Charge Card', '__proto__', `A${'b'.repeat(48)}`])(
    'with a step named %j',
    (name) => {
      expect(() => newSaga([name])).toThrow(
        `${JSON.stringify(name)} cannot be the name of a step, which is 1 to 48 of A-Z a-z 0-9 with a letter first: rename the step`,
      );
    },
  );

  test.each([...RESERVED_STEP_NAMES])('with a step named %s, which is an attribute of every record', (name) => {
    expect(() => newSaga([name])).toThrow(`${name} cannot be the name of a step, because every record has`);
  });

  test.each([
    [['Charge', 'ChargeRollback'], 'ChargeRollback'],
    [['Charge', 'ChargeRollbackFailed'], 'ChargeRollbackFailed'],
    [['SagaFailed'], 'SagaFailed'],
    [['Rollback', 'RollbackFailed'], 'RollbackFailed'],
    [['TransactionInInput'], 'TransactionInInput'],
  ])('whose steps %j make two states of one name', (names, name) => {
    expect(() => newSaga(names)).toThrow(`two states would have the name ${name}: a step X makes the states X,`);
  });

  test('whose retries outlast its timeout, with the arithmetic', () => {
    // 2 x (6 x 15 + 31), 2 x (12 x 15 + 211), 3 x (12 x 5 + 211), 6 x 5 + 31, 2 x (3 x 5 + 3)
    expect(() => newSaga(['Reserve', 'Charge'], { timeout: Duration.seconds(1_933) })).toThrow(
      'Test/Saga: with all their retries the steps can take 1934 s (242 s forward, 782 s to roll back, 910 s to close the record and to tell of it), ' +
        'but the saga times out after 1933 s, which would cut a rollback short: ' +
        'raise the timeout to 33 minutes at least, or lower the timeouts of the steps or their retries',
    );
    expect(() => newSaga(['Reserve', 'Charge'], { timeout: Duration.seconds(1_934) })).not.toThrow();
  });

  test('of six steps within the default timeout, which fits five', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    expect(() => newSaga(names.slice(0, 5))).not.toThrow();
    expect(() => newSaga(names)).toThrow(/raise the timeout to 67 minutes at least/);
    expect(() => newSaga(names, { rollbackRetry: { ...ROLLBACK_RETRY, maxAttempts: 9 } })).not.toThrow();
  });

  test('with every mistake named at once', () => {
    expect(() => newSaga(['Steps', 'Steps'])).toThrow(
      /two steps have the name Steps[\s\S]*\nTest\/Saga: Steps cannot be/,
    );
    expect(() => newSaga([])).toThrow(ConfigurationError);
  });
});

describe('a step', () => {
  test('is refused when its Task does not wait longer than its Lambda may run', () => {
    expect(() => newStep(newStack(), 'Charge', { taskTimeout: Duration.seconds(10) })).toThrow(
      /the Task timeout of step Charge is 10 s, but has to be above its Lambda's timeout of 10 s, .*: raise taskTimeout, or lower the Lambda's timeout$/,
    );
    expect(newStep(newStack(), 'Charge', { taskTimeout: Duration.seconds(11) }).taskTimeout.toSeconds()).toBe(11);
  });

  test('is refused by the slower of its two functions', () => {
    const stack = newStack();
    const rollback = newFunction(stack, 'Slow', Duration.seconds(30));
    expect(() => newStep(stack, 'Charge', { rollback, taskTimeout: Duration.seconds(20) })).toThrow(/timeout of 30 s/);
    expect(newStep(stack, 'Charge', { rollback }).taskTimeout.toSeconds()).toBe(35);
  });

  test('waits a minute for functions whose timeout is not known', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionArn(
      stack,
      'Imported',
      'arn:aws:lambda:us-east-1:111122223333:function:f',
    );
    const step = newStep(stack, 'Charge', { run: imported, rollback: imported });
    expect(step.taskTimeout.toSeconds()).toBe(60);
  });

  test('is named after its construct unless it is given a name', () => {
    const stack = newStack();
    const run = newFunction(stack, 'F');
    expect(new SagaStep(stack, 'Charge', { run, rollback: run }).stepName).toBe('Charge');
  });

  test('is refused a retention of its records below 90 days', () => {
    const stack = newStack();
    const make = (days: number): SagaStep =>
      SagaStep.fromEntry(stack, `Keep${days}`, {
        entry,
        table: new TransactionTable(stack, `Records${days}`),
        recordRetention: Duration.days(days),
      });
    expect(() => make(89)).toThrow(
      'Test/Keep89: recordRetention is 89 days, but has to be 90 at least, as long as the name of an ended execution is taken: raise it',
    );
    expect(make(90).stepName).toBe('Keep90');
  });
});
