import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SAGA_STEPS } from '../../../contract/saga.ts';
import { ConfigurationError, type Saga, SagaRecovery, type SagaRecoveryProps } from '../../../lib/index.ts';
import { type Asl, definitionOf, pathFrom, problemsOf, state } from '../support/asl.ts';
import { statementsOf } from '../support/policies.ts';
import { newSaga } from '../support/sagas.ts';

interface Made {
  readonly saga: Saga;
  readonly recovery: SagaRecovery;
  readonly template: Template;
  readonly asl: Asl;
}

function make(steps: readonly string[] = SAGA_STEPS, props: Partial<SagaRecoveryProps> = {}): Made {
  const saga = newSaga(steps);
  const recovery = new SagaRecovery(Stack.of(saga), 'Recovery', { saga, ...props });
  const template = Template.fromStack(Stack.of(saga));
  return { saga, recovery, template, asl: definitionOf(template, 'RecoveryStateMachine') };
}

const { saga, recovery, template, asl } = make();
const sagaRef = { Ref: Match.stringLikeRegexp('^SagaStateMachine') };
const recoveryRef = { Ref: Match.stringLikeRegexp('^RecoveryStateMachine') };

describe('the state machine of a recovery', () => {
  test('is found in order by the validator, for one to five steps', () => {
    for (let count = 1; count <= 5; count += 1) {
      const steps = ['Reserve', 'Charge', 'Pack', 'Ship', 'Notify'].slice(0, count);
      expect(problemsOf(make(steps).asl)).toEqual([]);
    }
  }, 60_000);

  test('looks first, and stops where it decides to', () => {
    expect(asl.StartAt).toBe('FindSaga');
    expect(state(asl, 'FindSaga')).toMatchObject({ Next: 'Decide', OutputPath: '$.Payload' });
    const stops = state(asl, 'Decide').Choices?.map(({ Next }) => Next) ?? [];
    expect(stops).toEqual([
      'NothingToRecoverStillRunning',
      'NothingToRecoverCommitted',
      'NothingToRecoverNotATransaction',
      'NothingToRecoverNotMine',
      'NothingToRecoverRolledBack',
    ]);
    for (const stop of stops) expect(state(asl, stop).Type).toBe('Succeed');
    expect(state(asl, 'Decide').Default).toBe('NextStep');
  });

  test('undoes step by step what the list says, then closes the record', () => {
    expect(state(asl, 'NextStep').Choices?.map(({ Next }) => Next)).toEqual(
      SAGA_STEPS.map((name) => `${name}Rollback`),
    );
    for (const name of SAGA_STEPS) {
      expect(state(asl, `${name}Rollback`).Next).toBe('StepDone');
      expect(state(asl, `${name}RollbackFailed`).Next).toBe('StepDone');
    }
    expect(state(asl, 'StepDone')).toMatchObject({ Next: 'NextStep', Parameters: { 'Steps.$': '$.ToUndo.Steps[1:]' } });
    expect(pathFrom(asl, 'NextStep')).toEqual([
      'NextStep',
      'RollbackOutcome',
      'CloseSaga',
      'PublishRolledBack',
      'Recovered',
    ]);
  });

  test.each(SAGA_STEPS)('tells a rollback that it acts as the execution that ended: %s', (name) => {
    expect(state(asl, `${name}Rollback`).Parameters?.Payload).toEqual({
      Step: name,
      'Saga.$': '$.Saga',
      'Input.$': '$.Input',
      Execution: {
        'Id.$': '$.Execution.Id',
        'Name.$': '$.Execution.Name',
        'StartTime.$': '$.Execution.StartTime',
      },
      'RetryCount.$': '$$.State.RetryCount',
      'Recovery.$': '$.Ended',
    });
  });

  test('knows of its own execution only its input, the time and how often it tries', () => {
    expect(new Set(JSON.stringify(asl).match(/\$\$[.\w]+/g))).toEqual(
      new Set(['$$.Execution.Input', '$$.State.RetryCount', '$$.State.EnteredTime']),
    );
  });

  test('does not look twice for what is no execution of the saga', () => {
    expect(state(asl, 'FindSaga').Retry?.[0]).toEqual({
      ErrorEquals: ['UnknownExecution', 'UnreadableInput'],
      MaxAttempts: 0,
    });
    expect(state(asl, 'FindSaga').Retry?.[1]).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 5 });
  });

  test('has a timeout that outlasts its worst case', () => {
    expect(asl.TimeoutSeconds).toBe(3_600);
    const five = ['Reserve', 'Charge', 'Pack', 'Ship', 'Notify'];
    // FindSaga 6 x 15 + 31, rollbacks 5 x (12 x 15 + 211), closing 3 x (12 x 5 + 211), the message 6 x 5 + 31,
    // the outcome 2 x (3 x 5 + 3).
    expect(() => make(five, { timeout: Duration.seconds(2_985) })).toThrow(
      /^Test\/Recovery: with all their retries the rollbacks of a recovery can take 2986 s, but it times out after 2985 s, .*: raise its timeout to 50 minutes at least$/,
    );
    expect(make(five, { timeout: Duration.seconds(2_986) }).asl.TimeoutSeconds).toBe(2_986);
  }, 60_000);

  test('is refused a retention of its records below 90 days', () => {
    expect(() => make(['Charge'], { recordRetention: Duration.days(89) })).toThrow(ConfigurationError);
  });
});

describe('EventBridge', () => {
  test('starts a recovery with the ARN alone of what was cut short, or failed with its record open', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [sagaRef],
          $or: [
            { status: ['TIMED_OUT', 'ABORTED'] },
            { status: ['FAILED'], error: ['States.Runtime', 'States.DataLimitExceeded', 'SagaOpen'] },
          ],
        },
      },
      Targets: [
        {
          Arn: recoveryRef,
          InputTransformer: {
            InputPathsMap: { 'detail-executionArn': '$.detail.executionArn' },
            InputTemplate: '{"ExecutionArn":<detail-executionArn>}',
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^RecoveryDeadLetterQueue'), 'Arn'] } },
        },
      ],
    });
  });

  test('tells the recovery queue of recoveries that failed, but of none that has told it itself', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: {
          stateMachineArn: [recoveryRef],
          $or: [
            { status: ['TIMED_OUT', 'ABORTED'] },
            { status: ['FAILED'], error: [{ 'anything-but': ['RollbackFailed', 'UnknownExecution'] }] },
          ],
        },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaRecoveryQueue'), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 185 },
          DeadLetterConfig: Match.anyValue(),
        },
      ],
    });
  });

  test.each([
    [{}, 'rate(15 minutes)'],
    [{ sweepEvery: Duration.minutes(1) }, 'rate(1 minute)'],
  ])('sweeps by a schedule: %j', (props, ScheduleExpression) => {
    make(['Charge'], props).template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression });
  });
});

describe('the queues', () => {
  test.each(['SagaRecoveryQueue', 'RecoveryDeadLetterQueue'])('are encrypted, TLS only, and keep 14 days: %s', (id) => {
    const queues = template.findResources('AWS::SQS::Queue');
    const [found] = Object.entries(queues).filter(([logicalId]) => logicalId.startsWith(id));
    expect(found?.[1].Properties).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    const denials = Object.values(template.findResources('AWS::SQS::QueuePolicy'))
      .filter(({ Properties }) => Properties.Queues.some(({ Ref }: { Ref: string }) => Ref === found?.[0]))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Deny');
    expect(denials).toMatchObject([{ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }]);
  });

  test('are the saga’s own: both machines send to it', () => {
    expect(recovery.queue).toBe(saga.recoveryQueue);
    for (const machine of ['SagaStateMachineRole', 'RecoveryStateMachineRole']) {
      const sends = statementsOf(template, (id) => id.startsWith(machine)).filter(({ actions }) =>
        actions.includes('sqs:SendMessage'),
      );
      expect(sends.map(({ resources }) => resources)).toEqual([
        [{ 'Fn::GetAtt': [expect.stringMatching(/^SagaRecoveryQueue/), 'Arn'] }],
        [{ 'Fn::GetAtt': [expect.stringMatching(/^SagaOutcomeTopicDeadLetterQueue/), 'Arn'] }],
      ]);
    }
  });
});

describe('permissions', () => {
  const actionsOf = (beginning: string) =>
    statementsOf(template, (id) => id.startsWith(beginning))
      .flatMap(({ actions }) => actions)
      .filter((action) => !/^(logs|xray):/.test(action))
      .sort();

  test('of the function that looks allow looking', () => {
    expect(actionsOf('RecoveryFindSagaRole')).toEqual(['dynamodb:GetItem', 'states:DescribeExecution']);
  });

  test('of the sweep allow starting recoveries besides, and of nothing else', () => {
    expect(actionsOf('RecoverySweepRole')).toEqual([
      'dynamodb:GetItem',
      'states:DescribeExecution',
      'states:ListExecutions',
      'states:StartExecution',
    ]);
    const starts = statementsOf(template, (id) => id.startsWith('RecoverySweepRole')).filter(({ actions }) =>
      actions.includes('states:StartExecution'),
    );
    expect(starts.map(({ resources }) => resources)).toEqual([
      [{ Ref: expect.stringMatching(/^RecoveryStateMachine/) }],
    ]);
  });

  test('of the state machine allow the rollbacks and no step', () => {
    expect(new Set(actionsOf('RecoveryStateMachineRole'))).toEqual(
      new Set(['dynamodb:GetItem', 'dynamodb:UpdateItem', 'lambda:InvokeFunction', 'sns:Publish', 'sqs:SendMessage']),
    );
    const invoked = statementsOf(template, (id) => id.startsWith('RecoveryStateMachineRole'))
      .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
      .map(({ resources }) => JSON.stringify(resources));
    expect(invoked.join()).toContain('Rollback');
    expect(invoked.join()).not.toMatch(/Step\d+Run/);
  });

  test('are granted to an operator to start a recovery, and for nothing else', () => {
    const one = newSaga(['Charge']);
    const stack = Stack.of(one);
    const role = new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    new SagaRecovery(stack, 'Recovery', { saga: one }).grantRecover(role);
    expect(statementsOf(Template.fromStack(stack), (id) => id.startsWith('Grantee'))).toEqual([
      { actions: ['states:StartExecution'], resources: [{ Ref: expect.stringMatching(/^RecoveryStateMachine/) }] },
    ]);
  });
});

describe('the alarms', () => {
  const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const alarms = Object.entries(template.findResources('AWS::CloudWatch::Alarm'))
    .filter(([logicalId]) => /^(Saga)?Recovery/.test(logicalId))
    .map(([, { Properties }]) => Properties);

  test('are on the recovery queue, the sweep and what could not be delivered, each with its section', () => {
    expect(alarms.map(({ MetricName }) => MetricName).sort()).toEqual([
      'ApproximateNumberOfMessagesVisible',
      'ApproximateNumberOfMessagesVisible',
      'Errors',
      'SagasOpenTooLong',
      'SweepFindings',
    ]);
    for (const { AlarmDescription } of alarms) {
      const section = /docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1];
      expect(runbook).toContain(`\n## ${section}\n`);
    }
  });

  test.each([
    ['metricSweepFindings', 'SweepFindings'],
    ['metricSagasOpenTooLong', 'SagasOpenTooLong'],
  ] as const)('can be had of %s, which the sweep counts', (method, metricName) => {
    expect(recovery[method]()).toMatchObject({ namespace: 'fanout-saga', metricName, statistic: 'Maximum' });
    expect(recovery[method]().dimensions).toEqual({ StateMachineName: saga.stateMachine.stateMachineName });
  });
});
