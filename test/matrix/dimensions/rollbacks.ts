/** What becomes of the rollbacks: one of them may fail on its first attempt, or on every one until somebody mends its cause. */
export const ROLLBACKS = ['rollbacks fine', 'one rollback fails once', 'one rollback fails for good'] as const;

export type Rollbacks = (typeof ROLLBACKS)[number];
