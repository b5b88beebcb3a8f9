import { expect, test } from '@jest/globals';
import { refuseCredentials } from '../../../../../local/stepfunctions/definition/refusals/credentials.ts';
import { stateOf } from '../../support/state.ts';

test('Credentials are refused, a Task without them is not', () => {
  expect(refuseCredentials(stateOf({ Type: 'Task', Credentials: { RoleArn: 'arn' } }))).toEqual([
    expect.stringMatching(/^Credentials: /),
  ]);
  expect(refuseCredentials(stateOf({ Type: 'Task' }))).toEqual([]);
});
