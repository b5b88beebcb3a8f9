import '../support/with-validation.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { createApp } from '../../bin/app.ts';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { OUTDIR } from './support/outdir.ts';
import { statementsOf } from './support/policies.ts';

/** Without bundling, which is not what is tested here and takes a second. */
function newApp(context: Record<string, unknown> = {}): App {
  return createApp({ outdir: OUTDIR, context: { 'aws:cdk:bundling-stacks': [], consumer: 'lambda', ...context } });
}

function templateOf(app: App): Template {
  return Template.fromStack(app.node.findChild('Saga') as Stack);
}

let dev: Template;
let production: Template;
/** As from the command line, where every value is a string. */
let custom: Template;

beforeAll(() => {
  dev = templateOf(newApp());
  production = templateOf(newApp({ stage: 'production' }));
  custom = templateOf(
    newApp({
      sagaTimeoutMinutes: '90',
      stepTimeoutSeconds: '20',
      stepMemoryMb: '1024',
      recordRetentionDays: '120',
      logRetentionDays: '7',
      sweepMinutes: '5',
    }),
  );
});

describe('the table', () => {
  test('is on demand, encrypted with a key whose use is logged, with continuous backups and a time to live', () => {
    dev.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'TransactionId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'TransactionId', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ExpiresAt', Enabled: true },
    });
  });

  test('outlives its stack', () => {
    dev.hasResource('AWS::DynamoDB::Table', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('is protected from deletion in production alone', () => {
    production.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: true });
    dev.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });
});

describe('the functions', () => {
  const functionsOf = (template: Template): { Properties: Record<string, Record<string, unknown>> }[] =>
    Object.values(template.findResources('AWS::Lambda::Function')) as never;
  const isOfAStep = ({ Properties: { Handler } }: { Properties: Record<string, unknown> }): boolean =>
    Handler !== 'index.handler';
  const functions = () => functionsOf(dev).map(({ Properties }) => Properties);
  const steps = (template: Template) =>
    functionsOf(template)
      .filter(isOfAStep)
      .map(({ Properties }) => Properties);

  test('are two for each step, two for the recovery, and one that tells of what committed', () => {
    expect(steps(dev).map(({ Handler }) => Handler)).toEqual(SAGA_STEPS.flatMap(() => ['index.run', 'index.rollback']));
    expect(Object.keys(dev.findResources('AWS::Lambda::Function')).filter((id) => id.startsWith('Recovery'))).toEqual([
      expect.stringMatching(/^RecoveryFindSaga/),
      expect.stringMatching(/^RecoverySweep/),
    ]);
    expect(functions()).toHaveLength(2 * SAGA_STEPS.length + 2 + 1);
  });

  test('run on Node 24 on arm64, traced, each with its log group', () => {
    dev.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: Match.anyValue() },
      ReservedConcurrentExecutions: Match.absent(),
    });
    expect(new Set(functions().map(({ LoggingConfig }) => JSON.stringify(LoggingConfig))).size).toBe(
      functions().length,
    );
    for (const { Timeout } of steps(dev)) expect(Timeout).toBe(10);
  });

  test('are told where the records are, and how long to keep them', () => {
    const [table] = Object.keys(dev.findResources('AWS::DynamoDB::Table'));
    for (const { Environment } of steps(dev)) {
      expect(Environment?.Variables).toEqual({
        TABLE_NAME: { Ref: table },
        RECORD_RETENTION_DAYS: '90',
        SIMULATE_FAIL: 'true',
      });
    }
    dev.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { Environment: { Variables: Match.objectLike({ TABLE_NAME: { Ref: table } }) } },
      2 * SAGA_STEPS.length + 2,
    );
  });

  test('ignore simulateFail in production', () => {
    for (const { Environment } of steps(production)) {
      expect(Environment?.Variables).toMatchObject({ SIMULATE_FAIL: 'false' });
    }
  });

  test('follow the settings', () => {
    for (const step of steps(custom)) {
      expect(step).toMatchObject({
        Timeout: 20,
        MemorySize: 1024,
        Environment: { Variables: { RECORD_RETENTION_DAYS: '120' } },
      });
    }
    custom.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      Environment: { Variables: Match.objectLike({ RECORD_RETENTION_DAYS: '120' }) },
    });
    custom.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
  });
});

describe('the state machine', () => {
  test('is a Standard workflow, traced, that logs errors without the data of executions', () => {
    dev.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false, Destinations: Match.anyValue() },
    });
  });

  test('takes its timeout from the settings', () => {
    expect(JSON.stringify(custom.toJSON())).toContain('\\"TimeoutSeconds\\":5400');
  });
});

describe('log groups', () => {
  test('end with the retention that is set', () => {
    dev.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    // Of each function, and of both state machines.
    dev.resourceCountIs('AWS::Logs::LogGroup', 2 * SAGA_STEPS.length + 3 + 2);
    custom.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });
});

describe('permissions', () => {
  test('name their actions', () => {
    for (const { actions } of statementsOf(dev)) expect(actions.join(' ')).not.toContain('*');
  });

  test('name their resources, but for those that AWS gives no name', () => {
    const open = statementsOf(dev).filter(({ resources }) => resources.includes('*'));
    expect(new Set(open.flatMap(({ actions }) => actions))).toEqual(
      new Set([
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ]),
    );
  });

  test('hold a wildcard within a name only for the versions of a function and the executions of the saga', () => {
    const within = statementsOf(dev).filter(({ resources }) => JSON.stringify(resources).includes(':*"'));
    expect(new Set(within.flatMap(({ actions }) => actions))).toEqual(
      new Set(['lambda:InvokeFunction', 'states:DescribeExecution']),
    );
  });

  test('of a function are its log, its traces and the records', () => {
    const actions = statementsOf(dev, (id) => id.startsWith('ProcessRecordsRunRole')).map((one) => one.actions);
    expect(actions).toEqual([
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    ]);
  });

  test('of the state machine are every version of the six functions and the record', () => {
    const statements = statementsOf(dev, (id) => id.startsWith('SagaStateMachineRole'));
    const invoked = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    expect(invoked.flatMap(({ resources }) => resources)).toEqual(
      Array(6).fill({
        'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/R(un|ollback)[0-9A-F]{8}$/), 'Arn'] }, ':*']],
      }),
    );
    const records = statements.filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')));
    expect(records.flatMap(({ actions }) => actions).sort()).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
  });

  test('come from no managed policy', () => {
    dev.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });
});

/**
 * A parameter and an alarm are for others to find, and begin with the stage; the names of the rest need only be their own
 * within what they belong to.
 */
const NAMED_FOR_ITS_PARENT = [
  'AWS::SSM::Parameter',
  'AWS::CloudWatch::Alarm',
  'AWS::Lambda::Permission',
  'AWS::IAM::Policy',
  'AWS::Lambda::Version',
  'AWS::StepFunctions::StateMachineAlias',
];

describe('the stack', () => {
  test.each([
    ['state-machine-arn', { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaLive'), 'Arn'] }],
    ['table-name', { Ref: Match.stringLikeRegexp('^Records') }],
    ['recovery-machine-arn', { Ref: Match.stringLikeRegexp('^RecoveryStateMachine') }],
    ['outcome-topic-arn', { Ref: Match.stringLikeRegexp('^SagaOutcomeTopic') }],
    ['recovery-queue-url', { Ref: Match.stringLikeRegexp('^SagaRecoveryQueue') }],
  ])('publishes its %s as a parameter of its stage and as an output', (name, value) => {
    dev.hasResourceProperties('AWS::SSM::Parameter', { Name: `/fanout-saga/dev/saga/${name}`, Value: value });
    production.hasResourceProperties('AWS::SSM::Parameter', { Name: `/fanout-saga/production/saga/${name}` });
    dev.hasOutput('*', { Value: value });
  });

  test('leaves the names of resources to CloudFormation, so that it can replace them and stand twice in an account', () => {
    const named = Object.values(dev.toJSON().Resources as Record<string, { Type: string; Properties?: object }>)
      .filter(({ Type }) => !NAMED_FOR_ITS_PARENT.includes(Type))
      .flatMap(({ Properties = {} }) => Object.keys(Properties).filter((key) => /^[A-Za-z]*Name$/.test(key)));
    expect(named).toEqual([]);
  });

  test('needs no account and no region', () => {
    const stack = newApp().node.findChild('Saga') as Stack;
    expect(stack.environment).toBe('aws://unknown-account/unknown-region');
  });

  test('is what it was when this was last looked at', () => {
    const template = JSON.stringify(dev.toJSON(), null, 2)
      .replaceAll(/[0-9a-f]{64}/g, '<hash>')
      // The id of a function's version ends with a hash of its code.
      .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>');
    expect(JSON.parse(template)).toMatchSnapshot();
  });
});

describe('the app', () => {
  test('passes cdk-nag and the rules of CloudFormation, every exception acknowledged', () => {
    expect(() => newApp().synth()).not.toThrow();
  });

  test('does not synthesize what cdk-nag finds wrong', () => {
    const app = newApp();
    new Bucket(app.node.findChild('Saga'), 'Open');
    expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  });

  test('refuses a setting that is wrong', () => {
    expect(() => newApp({ stage: 'Prod' })).toThrow(/^the setting stage is "Prod", but/);
  });

  test('ends with a sentence and no stack trace when it is run with a setting that is wrong', () => {
    const app = fileURLToPath(new URL('../../bin/app.ts', import.meta.url));
    const env = { ...process.env, CDK_CONTEXT_JSON: '{"stage":"Prod"}' };
    const { status, stderr } = spawnSync(process.execPath, [app], { env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'the setting stage is "Prod", but has to be 1 to 20 of a-z 0-9 - with a letter first: correct it in cdk.json, or where you type -c stage=…\n',
    });
  });

  test('says how long the saga has to be allowed, when the steps are given more time', () => {
    expect(() => newApp({ stepTimeoutSeconds: 60 })).toThrow(
      /^Saga\/Saga: .* raise the timeout to 86 minutes at least/,
    );
  });

  test('has the feature flags that this version of the CDK recommends', () => {
    const recommended = createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json');
    const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
    expect(context).toMatchObject(recommended);
  });
});
