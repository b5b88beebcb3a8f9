import type { Refusal } from './refusal.ts';

/** Fields that JSONata brought; in a JSONPath state they do nothing, or not what they say. */
const FIELDS = ['Arguments', 'Output', 'Items'];

export const refuseJsonataFields: Refusal = (state) =>
  FIELDS.filter((field) => field in state).map(
    (field) => `${field}: that is JSONata; use Parameters, ResultSelector, ItemsPath and the like`,
  );
