import { isObject } from '../../../../contract/describe.ts';
import { processorOf } from '../definition.ts';
import type { Refusal } from './refusal.ts';

const FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
];

/** A Map in distributed mode, and the fields that exist for it alone. */
export const refuseDistributedMap: Refusal = (state) => {
  if (state.Type !== 'Map') return [];
  const { ProcessorConfig } = processorOf(state);
  const mode = isObject(ProcessorConfig) ? ProcessorConfig.Mode : undefined;
  return [
    ...(mode === 'DISTRIBUTED' ? ['a Map in mode DISTRIBUTED: use INLINE'] : []),
    ...FIELDS.filter((field) => field in state).map((field) => `${field}: only an inline Map is there`),
  ];
};
