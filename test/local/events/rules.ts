import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach } from '@jest/globals';
import { EmbeddedCloud, type EmbeddedCloudOptions } from '../../../local/cloud.ts';
import { writeAssembly, writeFiles } from '../cloudformation/write-assembly.ts';

const clouds: EmbeddedCloud[] = [];

afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

const ROLE = 'arn:aws:iam::000000000000:role/States';
export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
export const rule = (Properties: object) => ({ Type: 'AWS::Events::Rule', Properties });
export const QUEUE = { Type: 'AWS::SQS::Queue' };
export const machine = (StateMachineName: string, states: object) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    StateMachineName,
    RoleArn: ROLE,
    DefinitionString: JSON.stringify({ StartAt: Object.keys(states)[0], States: states }),
  },
});
/** Waits an hour, then fails. */
export const FAILING = machine('Failing', {
  Wait: { Type: 'Wait', Seconds: 3600, Next: 'Fail' },
  Fail: { Type: 'Fail', Error: 'SagaOpen', Cause: 'why' },
});
export const PASSING = machine('Passing', { Pass: { Type: 'Pass', End: true } });
/** What the machine `Failing` ends with. */
export const FAILED = {
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: { stateMachineArn: [{ suffix: ':Failing' }], status: ['FAILED'] },
};

/** A cloud of these resources, on virtual time, until the test is over. `Function` runs this code. */
export async function cloudOf(
  resources: object,
  { code, ...options }: Partial<EmbeddedCloudOptions> & { readonly code?: string } = {},
): Promise<EmbeddedCloud> {
  const fn = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'Function',
      Code: { S3Key: 'code.zip' },
      Handler: 'index.run',
      Runtime: 'nodejs24.x',
    },
  };
  const assembly = writeAssembly({
    stacks: { App: { Resources: { ...resources, ...(code !== undefined && { Function: fn }) } } },
    assets: code === undefined ? {} : { 'code.zip': writeFiles({ 'index.mjs': code }) },
  });
  const cloud = await EmbeddedCloud.boot({ assembly, clock: 'virtual', lambda: 'in-process', ...options });
  clouds.push(cloud);
  return cloud;
}

export function start(cloud: EmbeddedCloud, name: string, input: object = {}): string {
  const arn = cloud.stepFunctions.arnOf(name);
  const found = cloud.stepFunctions.machines.find(arn);
  return cloud.stepFunctions.start({ ...found, name: 'one', input: JSON.stringify(input) }).arn;
}

/** The executions of a machine, oldest first. */
export function executions(cloud: EmbeddedCloud, name: string) {
  return cloud.stepFunctions.executions.ofMachine(cloud.stepFunctions.arnOf(name)).reverse();
}

/** What is in a queue, at most ten. */
export async function messages(cloud: EmbeddedCloud, logicalId: string) {
  const queue = cloud.resources('AWS::SQS::Queue').find((resource) => resource.logicalId === logicalId);
  const { Messages = [] } = await cloud.sqsClient().send(
    new ReceiveMessageCommand({
      QueueUrl: queue?.physicalId,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
    body: JSON.parse(Body),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    ),
  }));
}
