/** The names of the environment variables that the stacks set and the run-time code reads. */
export const VARIABLE = {
  /** The DynamoDB table that holds the records. */
  tableName: 'TABLE_NAME',
  /** `true` where `simulateFail` in the input is honoured; anything else, or nothing, and it is ignored. */
  simulateFail: 'SIMULATE_FAIL',
  /** How long a rolled-back record is kept, in days. */
  recordRetentionDays: 'RECORD_RETENTION_DAYS',
} as const;

/**
 * Reads a variable that has to be set.
 *
 * @throws Error naming the variable, when it is missing or empty
 */
export function requireEnv(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}: the stack sets it on deployment; set it where you run this by hand`,
    );
  }
  return value;
}

/**
 * Reads a variable that has to be a whole number.
 *
 * @throws Error naming the variable, what it holds and what is allowed
 */
export function requireInteger(
  name: string,
  { min, max }: { min: number; max: number },
  env: NodeJS.ProcessEnv = process.env,
): number {
  const text = requireEnv(name, env);
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(
      `environment variable ${name} is ${JSON.stringify(text)}, but has to be a whole number from ${min} to ${max}`,
    );
  }
  return value;
}
