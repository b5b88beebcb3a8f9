import { expect, test } from '@jest/globals';
import { refuseJsonataFields } from '../../../../../local/stepfunctions/definition/refusals/jsonata-fields.ts';
import { stateOf } from '../../support/state.ts';

test.each(['Arguments', 'Output', 'Items'])('%s is refused', (field) => {
  expect(refuseJsonataFields(stateOf({ [field]: '{% 1 %}' }))).toEqual([expect.stringMatching(`^${field}: `)]);
});

test('fields of JSONPath are not', () => {
  expect(refuseJsonataFields(stateOf({ Parameters: {}, OutputPath: '$' }))).toEqual([]);
});
