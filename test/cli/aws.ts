import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type AwsStub, stubAws } from '../support/aws-stub.ts';

export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:Topic';
export const STATE_MACHINE_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Saga';
/** What executions are started with. */
export const ALIAS_ARN = `${STATE_MACHINE_ARN}:live`;
export const RECOVERY_MACHINE_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Recovery';
export const RECOVERY_QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/Recovery';
export const TABLE_NAME = 'Records';

const PARAMETERS: Readonly<Record<string, string>> = {
  'messaging/topic-arn': TOPIC_ARN,
  'saga/state-machine-arn': ALIAS_ARN,
  'saga/recovery-machine-arn': RECOVERY_MACHINE_ARN,
  'saga/recovery-queue-url': RECOVERY_QUEUE_URL,
  'saga/table-name': TABLE_NAME,
};

/** Stubs every client of the command line. */
export function stubCloud(): AwsStub {
  return stubAws(SNSClient, SFNClient, SSMClient, DynamoDBClient, SQSClient, LambdaClient);
}

/** Answers the look-up of a stage's parts. */
export function deploy(aws: AwsStub, { stage = 'dev', topicArn = TOPIC_ARN } = {}): void {
  const prefix = `/fanout-saga/${stage}/`;
  const deployed = new Map(
    Object.entries({ ...PARAMETERS, 'messaging/topic-arn': topicArn }).map(([name, Value]) => [
      `${prefix}${name}`,
      Value,
    ]),
  );
  aws.on(GetParametersCommand).callsFake(async (command) => {
    const { Names } = command.input as { Names: string[] };
    return {
      Parameters: Names.filter((Name) => deployed.has(Name)).map((Name) => ({ Name, Value: deployed.get(Name) })),
      InvalidParameters: Names.filter((Name) => !deployed.has(Name)),
    };
  });
}

export function arnOf(executionName: string): string {
  return `arn:aws:states:eu-west-1:123456789012:execution:Saga:${executionName}`;
}

/** Answers GetItem with these records, one after the other, the last for ever; without any, there is none. */
export function recordIs(aws: AwsStub, ...records: readonly Record<string, unknown>[]): void {
  const answers = records.map((record) => ({ Item: marshall(record) }));
  const get = aws.on(GetItemCommand);
  get.resolves(answers.at(-1) ?? {});
  answers.slice(0, -1).forEach((answer, call) => {
    get.onCall(call).resolves(answer);
  });
}

/** A record that was rolled back, owned by an execution. */
export function rolledBack(owner: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const step = { Execution: arnOf(owner), Name: 'ProcessRecords' };
  return {
    TransactionId: 't',
    ExecutionId: arnOf(owner),
    Status: 'ROLLED_BACK',
    Steps: [
      { ...step, Status: 'Success', Ts: '2026-11-21T10:00:00.000Z' },
      { ...step, Status: 'RolledBack', Ts: '2026-11-21T10:00:02.500Z' },
    ],
    Undone: new Set(['ProcessRecords']),
    Error: { Step: 'TransformRecords', Name: 'SimulatedFailure', Cause: 'as asked' },
    ClosedAt: '2026-11-21T10:00:03.000Z',
    ...more,
  };
}

/** Answers DescribeExecution by the execution's name; others do not exist. */
export function executionsAre(aws: AwsStub, executions: Readonly<Record<string, object>>): void {
  aws.on(DescribeExecutionCommand).callsFake(async (command) => {
    const { executionArn } = command.input as { executionArn: string };
    const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
    const execution = executions[name];
    if (execution === undefined) {
      throw new ExecutionDoesNotExist({
        message: `Execution Does Not Exist: '${executionArn}'`,
        $metadata: { httpStatusCode: 400 },
      });
    }
    return {
      executionArn,
      name,
      stateMachineArn: STATE_MACHINE_ARN,
      startDate: new Date('2026-11-21T10:00:00Z'),
      ...execution,
    };
  });
}

/** What Step Functions answers where the name of an execution is taken. */
export function alreadyExists(): ExecutionAlreadyExists {
  return new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata: { httpStatusCode: 400 } });
}
