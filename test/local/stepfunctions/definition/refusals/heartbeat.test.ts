import { expect, test } from '@jest/globals';
import { refuseHeartbeats } from '../../../../../local/stepfunctions/definition/refusals/heartbeat.ts';
import { stateOf } from '../../support/state.ts';

test.each(['HeartbeatSeconds', 'HeartbeatSecondsPath'])('%s is refused', (field) => {
  expect(refuseHeartbeats(stateOf({ Type: 'Task', [field]: 5 }))).toEqual([expect.stringMatching(`^${field}: `)]);
});

test('a timeout is not', () => {
  expect(refuseHeartbeats(stateOf({ Type: 'Task', TimeoutSeconds: 5 }))).toEqual([]);
});
