/** How the saga is started: once, twice under one name, or by two executions for one TransactionId. */
export const STARTS = ['single', 'same name twice', 'two executions'] as const;

export type Starts = (typeof STARTS)[number];
