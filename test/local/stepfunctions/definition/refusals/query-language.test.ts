import { expect, test } from '@jest/globals';
import { refuseJsonata } from '../../../../../local/stepfunctions/definition/refusals/query-language.ts';
import { refusalsOf } from '../../../../../local/stepfunctions/definition/refusals.ts';
import { stateOf } from '../../support/state.ts';

test('JSONata is refused, JSONPath is not', () => {
  expect(refuseJsonata(stateOf({ QueryLanguage: 'JSONata' }))).toEqual([
    'QueryLanguage JSONata: write it with JSONPath',
  ]);
  expect(refuseJsonata(stateOf({ QueryLanguage: 'JSONPath' }))).toEqual([]);
  expect(refuseJsonata(stateOf({}))).toEqual([]);
});

test('JSONata of a whole machine is refused as well', () => {
  const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: stateOf({ End: true }) } };

  expect(refusalsOf(definition)).toMatchObject([{ message: expect.stringContaining('JSONata'), location: '/' }]);
});
