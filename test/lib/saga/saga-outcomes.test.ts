import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SagaOutcomes } from '../../../lib/index.ts';
import { statementsOf } from '../support/policies.ts';
import { newSaga } from '../support/sagas.ts';

const saga = newSaga(['Charge']);
const stack = Stack.of(saga);
const outcomes = new SagaOutcomes(stack, 'Outcomes', { saga });
outcomes.grantSubscribe(new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('pods.eks.amazonaws.com') }));
const template = Template.fromStack(stack);

const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
const deadLetters = { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaOutcomeTopicDeadLetterQueue'), 'Arn'] };

describe('the topic of outcomes', () => {
  test('is encrypted', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' });
  });

  test('takes nothing that comes without TLS', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  test('grants subscribing, and nothing else', () => {
    expect(statementsOf(template, (id) => id.startsWith('Reader'))).toEqual([
      { actions: ['sns:Subscribe'], resources: [{ Ref: topic }] },
    ]);
  });
});

describe('what tells of the sagas that commit', () => {
  test('gets the detail of each success for a day, and what it never gets is set aside', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        detail: { stateMachineArn: [{ Ref: Match.stringLikeRegexp('^SagaStateMachine') }], status: ['SUCCEEDED'] },
      },
      Targets: [
        Match.objectLike({
          InputPath: '$.detail',
          DeadLetterConfig: { Arn: deadLetters },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        }),
      ],
    });
  });

  test('sets aside what it fails on', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.handler',
      DeadLetterConfig: { TargetArn: deadLetters },
    });
  });

  test('may publish, describe executions of this saga and set aside, and touches no record', () => {
    const actions = statementsOf(template, (id) => id.startsWith('OutcomesPublisherRole')).flatMap(
      (one) => one.actions,
    );
    expect(new Set(actions.filter((action) => !/^(logs|xray):/.test(action)))).toEqual(
      new Set(['sqs:SendMessage', 'sns:Publish', 'states:DescribeExecution']),
    );
  });
});

describe('the alarms', () => {
  const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

  test.each([
    ['ExecutionsFailed', { Threshold: 10, EvaluationPeriods: 1, Statistic: 'Sum' }],
    ['ExecutionThrottled', { Threshold: 1, EvaluationPeriods: 3, Statistic: 'Sum' }],
  ])('watch %s of the saga', (MetricName, properties) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, Namespace: 'AWS/States', ...properties });
  });

  test('watch what could not be told', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: Match.stringLikeRegexp('/Saga/OutcomeTopic/Unpublished$'),
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [deadLetters['Fn::GetAtt'][0], 'QueueName'] } }],
    });
  });

  test('have a section of the runbook each', () => {
    for (const { AlarmDescription } of alarms) {
      const section = /docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1];
      expect(runbook).toContain(`\n## ${section}\n`);
    }
  });

  test('of failed sagas go off at the number that is asked for', () => {
    const other = newSaga(['Charge']);
    new SagaOutcomes(Stack.of(other), 'Outcomes', { saga: other, failedSagasThreshold: 3 });
    Template.fromStack(Stack.of(other)).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ExecutionsFailed',
      Threshold: 3,
    });
  });
});
