import { createHash } from 'node:crypto';

/**
 * The Root of an execution's X-Ray trace, `1-<8 hex of the start's seconds>-<24 hex of its ARN>`: the same whenever it is
 * asked for, and another for every execution.
 */
export function traceRoot(executionArn: string, startDateMs: number): string {
  const seconds = Math.floor(startDateMs / 1000)
    .toString(16)
    .padStart(8, '0');
  return `1-${seconds}-${createHash('sha256').update(executionArn).digest('hex').slice(0, 24)}`;
}
