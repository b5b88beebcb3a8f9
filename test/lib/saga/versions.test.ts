import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IFunction, Function as LambdaFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Saga, SagaRecovery, type SagaStepProps, TransactionTable } from '../../../lib/index.ts';
import { aslOf, state } from '../support/asl.ts';
import { statementsOf } from '../support/policies.ts';
import { newFunction, newSaga, newStack, newStep, templateOf } from '../support/sagas.ts';

const IMPORTED = 'arn:aws:lambda:us-east-1:111122223333:function:f';

/** The saga of one deployment: its only step's functions have this timeout, which stands for any change of them. */
function deployment(timeout: Duration): Template {
  const stack = newStack();
  const run = newFunction(stack, 'Run', timeout);
  const rollback = newFunction(stack, 'Rollback', timeout);
  const steps = [newStep(stack, 'Charge', { run, rollback })];
  return templateOf(new Saga(stack, 'Saga', { steps, table: new TransactionTable(stack, 'Records') }));
}

/** A saga of one step whose functions are these. */
function sagaOn(functions: (stack: Stack) => Pick<SagaStepProps, 'run' | 'rollback'>): Template {
  const stack = newStack();
  const steps = [newStep(stack, 'Charge', functions(stack))];
  return templateOf(new Saga(stack, 'Saga', { steps, table: new TransactionTable(stack, 'Records') }));
}

const both = (fn: IFunction) => ({ run: fn, rollback: fn });

function calledBy(template: Template, stateName: string): unknown {
  return state(aslOf(template), stateName).Parameters?.FunctionName;
}

/** What the role of the saga's state machine may invoke. */
function invocable(template: Template): unknown[] {
  return statementsOf(template, (id) => id.startsWith('SagaStateMachineRole'))
    .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
    .flatMap(({ resources }) => resources);
}

const everyVersionOf = (logicalId: string) => ({
  'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(`^${logicalId}[0-9A-F]{8}$`), 'Arn'] }, ':*']],
});

const idsOf = (template: Template, type: string) => Object.keys(template.findResources(type)).sort();

describe('a saga', () => {
  test('calls the versions of its functions that the deployment publishes', () => {
    const template = deployment(Duration.seconds(10));
    expect(calledBy(template, 'Charge')).toMatch(/^<RunCurrentVersion\w+>$/);
    expect(calledBy(template, 'ChargeRollback')).toMatch(/^<RollbackCurrentVersion\w+>$/);
  });

  test('leaves every version that a later deployment replaces, and only takes back those of one that fails', () => {
    const template = deployment(Duration.seconds(10));
    const kept = { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'RetainExceptOnCreate' };
    template.allResources('AWS::Lambda::Version', kept);
    template.resourceCountIs('AWS::Lambda::Version', 2);
    template.allResources('AWS::StepFunctions::StateMachineVersion', kept);
  });

  test('publishes a version of its state machine with each revision, and routes its alias there', () => {
    const template = deployment(Duration.seconds(10));
    const machine = Match.stringLikeRegexp('^SagaStateMachine');
    template.hasResourceProperties('AWS::StepFunctions::StateMachineVersion', {
      StateMachineArn: { Ref: machine },
      StateMachineRevisionId: { 'Fn::GetAtt': [machine, 'StateMachineRevisionId'] },
    });
    template.hasResourceProperties('AWS::StepFunctions::StateMachineAlias', {
      Name: 'live',
      RoutingConfiguration: [
        { StateMachineVersionArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SagaLiveVersion'), 'Arn'] }, Weight: 100 },
      ],
    });
  });

  test('is started by its alias alone', () => {
    const saga = newSaga(['Charge']);
    const stack = Stack.of(saga);
    saga.grantStartExecution(new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('pods.eks.amazonaws.com') }));
    templateOf(saga).hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('^Grantee'),
      PolicyDocument: {
        Statement: [
          {
            Action: 'states:StartExecution',
            Effect: 'Allow',
            Resource: { Ref: Match.stringLikeRegexp('^SagaStateMachine') },
            Condition: { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } },
          },
        ],
      },
    });
  });

  test('may invoke every version of its functions, and nothing else', () => {
    expect(invocable(deployment(Duration.seconds(10)))).toEqual([everyVersionOf('Run'), everyVersionOf('Rollback')]);
  });
});

describe('a deployment that changes the functions', () => {
  const [before, after] = [deployment(Duration.seconds(10)), deployment(Duration.seconds(20))];

  test('publishes other versions beside those before', () => {
    const [old, young] = [before, after].map((template) => idsOf(template, 'AWS::Lambda::Version'));
    expect(young).toHaveLength(2);
    expect(young?.filter((id) => old?.includes(id))).toEqual([]);
  });

  test('leaves the role as it is, so that executions under way may go on calling what they call', () => {
    const roles = [before, after].map((template) =>
      statementsOf(template, (id) => id.startsWith('SagaStateMachineRole')),
    );
    expect(roles[1]).toEqual(roles[0]);
  });

  test('would take the permission for the version before away with the policy that the CDK itself makes', () => {
    const policyOf = (timeout: Duration) => {
      const stack = newStack();
      const version = newFunction(stack, 'Run', timeout).currentVersion;
      const definitionBody = DefinitionBody.fromChainable(
        new LambdaInvoke(stack, 'Charge', { lambdaFunction: version }),
      );
      new StateMachine(stack, 'SagaStateMachine', { definitionBody });
      return invocable(Template.fromStack(stack));
    };
    const [old, young] = [policyOf(Duration.seconds(10)), policyOf(Duration.seconds(20))];
    expect(old).toEqual([{ Ref: expect.stringMatching(/^RunCurrentVersion/) }]);
    expect(young).not.toContainEqual(old[0]);
  });

  test('leaves the versions of functions that it does not change', () => {
    const again = deployment(Duration.seconds(10));
    expect(idsOf(again, 'AWS::Lambda::Version')).toEqual(idsOf(before, 'AWS::Lambda::Version'));
  });
});

describe('a step', () => {
  test('on a version calls that one, keeps it, and allows every version of its function', () => {
    const template = sagaOn((stack) => both(new Version(stack, 'V', { lambda: newFunction(stack, 'Fn') })));
    expect(calledBy(template, 'Charge')).toMatch(/^<V[0-9A-F]{8}>$/);
    template.allResources('AWS::Lambda::Version', { UpdateReplacePolicy: 'Retain' });
    expect(invocable(template)).toEqual([everyVersionOf('Fn')]);
  });

  test('on an alias calls the alias and allows nothing else', () => {
    const template = sagaOn((stack) =>
      both(new Alias(stack, 'A', { aliasName: 'beta', version: newFunction(stack, 'Fn').currentVersion })),
    );
    expect(calledBy(template, 'Charge')).toMatch(/^<A[0-9A-F]{8}>$/);
    expect(invocable(template)).toEqual([{ Ref: expect.stringMatching(/^A[0-9A-F]{8}$/) }]);
  });

  test('on an imported function calls it as it is given and allows nothing else', () => {
    const template = sagaOn((stack) => both(LambdaFunction.fromFunctionArn(stack, 'F', IMPORTED)));
    expect(calledBy(template, 'Charge')).toBe(IMPORTED);
    expect(invocable(template)).toEqual([IMPORTED]);
  });

  test('on an imported version calls that one and allows every version of its function', () => {
    const template = sagaOn((stack) => both(Version.fromVersionArn(stack, 'V', `${IMPORTED}:7`)));
    expect(calledBy(template, 'Charge')).toBe(`${IMPORTED}:7`);
    expect(invocable(template)).toEqual([`${IMPORTED}:*`]);
  });

  test('waits longer than the function behind its version or alias may run', () => {
    const stack = newStack();
    const { currentVersion } = newFunction(stack, 'Fn', Duration.seconds(30));
    expect(newStep(stack, 'OnVersion', both(currentVersion)).taskTimeout.toSeconds()).toBe(35);
    const alias = new Alias(stack, 'A', { aliasName: 'beta', version: currentVersion });
    expect(newStep(stack, 'OnAlias', both(alias)).taskTimeout.toSeconds()).toBe(35);
  });
});

describe('a retired step', () => {
  function retired() {
    const stack = newStack();
    const table = new TransactionTable(stack, 'Records');
    const saga = new Saga(stack, 'Saga', {
      steps: [newStep(stack, 'Charge')],
      retiredSteps: [newStep(stack, 'Reserve')],
      table,
    });
    new SagaRecovery(stack, 'Recovery', { saga });
    const template = Template.fromStack(stack);
    const definitionOf = (id: string) =>
      JSON.stringify(
        template.findResources('AWS::StepFunctions::StateMachine', Match.objectLike({}))[
          idsOf(template, 'AWS::StepFunctions::StateMachine').find((one) => one.startsWith(id)) ?? ''
        ],
      );
    return { template, saga: definitionOf('Saga'), recovery: definitionOf('Recovery') };
  }

  test('is no step of new executions', () => {
    expect(retired().saga).not.toContain('Reserve');
  });

  test('can still be called by executions that began with it', () => {
    expect(invocable(retired().template)).toHaveLength(4);
  });

  test('can still be rolled back by a recovery', () => {
    expect(retired().recovery).toContain('ReserveRollback');
  });
});
