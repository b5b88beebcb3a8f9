import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/http/aws-json.ts';
import type { StepFunctionsFault, StepFunctionsRequest } from '../../../local/stepfunctions/service.ts';
import { useClient } from './support/client.ts';
import { machineOf, register } from './support/run.ts';

let seen: StepFunctionsRequest[] = [];
let answer: () => Promise<StepFunctionsFault | undefined> = async () => undefined;
const served = useClient({
  beforeRequest(request) {
    seen.push(request);
    return answer();
  },
});

beforeEach(() => {
  seen = [];
});

async function start(name: string, input = '{}') {
  const { service, client } = served();
  const { arn } = await register(service, machineOf({ Done: { Type: 'Succeed' } }), 'Machine');
  return client.send(new StartExecutionCommand({ stateMachineArn: arn, name, input }));
}

const names = () =>
  served()
    .service.executions.all()
    .map(({ props }) => props.name);

test('a request is seen before it is carried out, and may be held', async () => {
  const open = Promise.withResolvers<undefined>();
  answer = () => open.promise;
  const held = start('held');
  while (seen.length === 0) await new Promise(setImmediate);
  expect(names()).not.toContain('held');
  expect(seen[0]).toMatchObject({ operation: 'StartExecution', parameters: { name: 'held' } });

  open.resolve(undefined);
  await held;
  expect(names()).toContain('held');
});

test('a request may be refused, and then changes nothing', async () => {
  answer = () => Promise.reject(new AwsError('ThrottlingException', 'Rate exceeded'));
  await expect(start('refused')).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' });
  expect(names()).not.toContain('refused');
});

test('the answer of a request that is carried out may be lost', async () => {
  answer = async () => ({ loseResponse: true });
  await expect(start('unanswered')).rejects.toThrow('socket hang up');
  expect(names()).toContain('unanswered');
});

test('an answer is lost also where it is an error', async () => {
  answer = async () => ({ loseResponse: true });
  await expect(start('wrong', 'no JSON')).rejects.toThrow('socket hang up');
});
