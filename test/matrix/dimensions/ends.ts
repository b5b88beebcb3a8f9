/** How the execution ends: by itself, at its timeout, or stopped by somebody. */
export const ENDS = ['finished', 'timed out', 'aborted'] as const;

export type Ends = (typeof ENDS)[number];
