/** The names of the environment variables that the stacks set and the run-time code reads. */
export const VARIABLE = {
  /** The DynamoDB table that holds the records. */
  tableName: 'TABLE_NAME',
  /** `true` where `simulateFail` in the input is honoured; anything else, or nothing, and it is ignored. */
  simulateFail: 'SIMULATE_FAIL',
  /** How long a rolled-back record is kept, in days. */
  recordRetentionDays: 'RECORD_RETENTION_DAYS',
} as const;

/** The names of the environment variables that the functions of a recovery are given besides. */
export const RECOVERY_VARIABLE = {
  /** The saga's state machine, whose executions are recovered. Named as such: a version or an alias has no executions. */
  sagaArn: 'SAGA_STATE_MACHINE_ARN',
  /** The recovery's own state machine, which the sweep starts. */
  recoveryArn: 'RECOVERY_STATE_MACHINE_ARN',
  /** How long an execution of the saga may take, in seconds. */
  sagaTimeoutSeconds: 'SAGA_TIMEOUT_SECONDS',
  /** The names of the saga's steps in order, with commas between them. */
  steps: 'SAGA_STEPS',
} as const;

/** The names of the environment variables that the function is given which tells of sagas that committed. */
export const OUTCOME_VARIABLE = {
  /** The topic to which outcomes are published. */
  topicArn: 'OUTCOME_TOPIC_ARN',
} as const;

/** The names of the environment variables that a consumer's pod is given, besides AWS's own for its credentials. */
export const CONSUMER_VARIABLE = {
  /** `production`, `staging` and `integration` take the pod's own role; anything else is local and takes access keys. */
  appEnv: 'APP_ENV',
  /** AWS's own: the region of the queue, the state machine and STS. */
  region: 'AWS_REGION',
  queueUrl: 'QUEUE_URL',
  /** The consumer group that the queue is of, which says what is done with its messages. */
  consumerGroup: 'CONSUMER_GROUP',
  /** What is done with a message, where the group's name does not say. */
  handler: 'HANDLER',
  stateMachineArn: 'STATE_MACHINE_ARN',
  /** The queue's visibility timeout, in seconds. */
  visibilityTimeoutSeconds: 'VISIBILITY_TIMEOUT_SECONDS',
  /** How many messages are handled at a time. */
  maxInFlight: 'MAX_IN_FLIGHT',
  /** How many executions are started a second, in the long run. */
  startRatePerSecond: 'START_RATE_PER_SECOND',
  /** How many executions are started at once, after a quiet time. */
  startBurst: 'START_BURST',
  /** Where the health server listens. */
  host: 'HOST',
  port: 'PORT',
  logLevel: 'LOG_LEVEL',
} as const;

/** Where APP_ENV is one of these, the credentials are the pod's own. Anywhere else they are keys that somebody typed. */
export const DEPLOYED = ['production', 'staging', 'integration'] as const;

/** Anything else is local, a name that only looks like one of them included. */
export function isDeployed({ APP_ENV }: { readonly APP_ENV?: string | undefined }): boolean {
  return DEPLOYED.some((name) => name === APP_ENV);
}

/** What APP_ENV is in a pod of a stage: whatever the stage is called, a pod has a role. */
export function appEnvOf(stage: string): (typeof DEPLOYED)[number] {
  return DEPLOYED.find((name) => name === stage) ?? 'integration';
}

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
