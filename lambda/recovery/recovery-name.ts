import { createHash } from 'node:crypto';

/**
 * The name of a recovery that the sweep starts. Each sweep of an hour gives the same one to the same execution, so that Step
 * Functions starts a recovery an hour at most, whatever the sweeps find.
 *
 * @param period the hour, or what stands for all time
 */
export function recoveryName(executionArn: string, period: string): string {
  // An execution's name may be as long as a recovery's: only a part of it could be kept.
  return `sweep-${createHash('sha256').update(executionArn).digest('hex').slice(0, 32)}-${period}`;
}

/** `2026-01-31T12` */
export function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13);
}
