import type { Refusal } from './refusal.ts';

/** The interpreter would hand the input on as it is, and succeed. Asked of the machine as a whole as well. */
export const refuseJsonata: Refusal = ({ QueryLanguage }) =>
  QueryLanguage === undefined || QueryLanguage === 'JSONPath'
    ? []
    : [`QueryLanguage ${String(QueryLanguage)}: write it with JSONPath`];
