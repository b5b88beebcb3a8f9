import { expect, test } from '@jest/globals';
import { refuseDistributedMap } from '../../../../../local/stepfunctions/definition/refusals/distributed-map.ts';
import { stateOf } from '../../support/state.ts';

const processor = (Mode?: string) => ({ StartAt: 'A', States: {}, ...(Mode && { ProcessorConfig: { Mode } }) });

test('the mode DISTRIBUTED is refused, of ItemProcessor and of Iterator', () => {
  expect(refuseDistributedMap(stateOf({ Type: 'Map', ItemProcessor: processor('DISTRIBUTED') }))).toEqual([
    'a Map in mode DISTRIBUTED: use INLINE',
  ]);
  expect(refuseDistributedMap(stateOf({ Type: 'Map', Iterator: processor('DISTRIBUTED') }))).toHaveLength(1);
});

test.each([
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentagePath',
])('%s is refused', (field) => {
  expect(refuseDistributedMap(stateOf({ Type: 'Map', ItemProcessor: processor('INLINE'), [field]: {} }))).toEqual([
    expect.stringMatching(`^${field}: `),
  ]);
});

test('an inline Map is not refused', () => {
  expect(refuseDistributedMap(stateOf({ Type: 'Map', ItemProcessor: processor() }))).toEqual([]);
  expect(refuseDistributedMap(stateOf({ Label: 'a' }))).toEqual([]);
});
