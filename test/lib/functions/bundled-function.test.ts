import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type BundledFunctionProps, bundledFunction } from '../../../lib/functions/bundled-function.ts';
import { bundling } from '../../../lib/functions/bundling.ts';
import { statementsOf } from '../support/policies.ts';
import { newStack } from '../support/sagas.ts';

const entry = fileURLToPath(new URL('../fixtures/step.ts', import.meta.url));

function templateOf(props: Partial<BundledFunctionProps> = {}): Template {
  const stack = newStack();
  const own = { entry, handler: 'index.run', timeout: Duration.seconds(10), environment: { STAGE: 'dev' } };
  bundledFunction(stack, 'Run', { ...own, ...props });
  return Template.fromStack(stack);
}

test('a function runs on Node.js 24 and arm64 with 512 MiB, is traced, and writes to a log group kept for a month', () => {
  const template = templateOf();
  template.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    MemorySize: 512,
    TracingConfig: { Mode: 'Active' },
    LoggingConfig: { LogGroup: { Ref: Match.stringLikeRegexp('^RunLogs') } },
    Environment: { Variables: { STAGE: 'dev' } },
    Description: Match.absent(),
    DeadLetterConfig: Match.absent(),
  });
  template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: { RetentionInDays: 30 } });
});

test('a function may write to its own log and trace, and nothing else', () => {
  expect(statementsOf(templateOf(), (id) => id.startsWith('RunRole'))).toEqual([
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^RunLogs/), 'Arn'] }],
    },
    { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
  ]);
});

test('a function keeps its log as long as it is told, and has the memory and the description that it is given', () => {
  const template = templateOf({ logRetention: RetentionDays.ONE_DAY, memorySize: 256, description: 'runs' });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
  template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 256, Description: 'runs' });
});

test('bundling is the same with aliases, but for them', () => {
  expect(bundling()).not.toHaveProperty('esbuildArgs');
  expect(bundling({ 'a-module': '/another.ts' })).toEqual({
    ...bundling(),
    esbuildArgs: { '--alias:a-module': '/another.ts' },
  });
});
