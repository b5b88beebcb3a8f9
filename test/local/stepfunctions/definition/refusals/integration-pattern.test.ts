import { expect, test } from '@jest/globals';
import { refuseIntegrationPatterns } from '../../../../../local/stepfunctions/definition/refusals/integration-pattern.ts';
import { refuseResources } from '../../../../../local/stepfunctions/definition/refusals/resource.ts';
import { stateOf } from '../../support/state.ts';

test.each([
  ['arn:aws:states:::states:startExecution.sync', '.sync'],
  ['arn:aws:states:::states:startExecution.sync:2', '.sync:2'],
  ['arn:aws:states:::lambda:invoke.waitForTaskToken', '.waitForTaskToken'],
])('%s is refused for its pattern alone', (Resource, pattern) => {
  const state = stateOf({ Type: 'Task', Resource });

  expect(refuseIntegrationPatterns(state)).toEqual([expect.stringContaining(`the integration pattern ${pattern} of `)]);
  expect(refuseResources(state)).toEqual([]);
});

test('request-response is not refused', () => {
  expect(refuseIntegrationPatterns(stateOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' }))).toEqual([]);
  expect(refuseIntegrationPatterns(stateOf({}))).toEqual([]);
});
