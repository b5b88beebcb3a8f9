const RATE = /^rate\((\d+) (minute|hour|day)(s?)\)$/;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * How long it is from one time to the next, in milliseconds: `rate(15 minutes)`.
 *
 * @returns undefined for what is no rate, a cron expression for one
 */
export function periodOf(expression: string): number | undefined {
  const [, digits, unit = '', plural] = RATE.exec(expression) ?? [];
  const count = Number(digits);
  // As EventBridge has it: rate(1 minute), but rate(2 minutes).
  if (!(count >= 1) || (count === 1) !== (plural === '')) return undefined;
  return count * (UNIT_MS[unit] ?? Number.NaN);
}
