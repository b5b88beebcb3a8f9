import { Logger } from '@aws-lambda-powertools/logger';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { OUTCOME_VARIABLE, RECOVERY_VARIABLE, requireEnv } from '../../contract/environment.ts';
import type { PublishRuntime } from './define-publish-committed.ts';

/** Both answer in milliseconds: three attempts of 2 s each, and the waits between, stay under the function's 10 s. */
const CALLS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** @throws Error naming the variable that is missing */
export function createPublishRuntime(env: NodeJS.ProcessEnv = process.env): PublishRuntime {
  return {
    executions: { client: new SFNClient(CALLS), sagaArn: requireEnv(RECOVERY_VARIABLE.sagaArn, env) },
    sns: new SNSClient(CALLS),
    topicArn: requireEnv(OUTCOME_VARIABLE.topicArn, env),
    logger: new Logger({ serviceName: 'fanout-saga' }),
    now: () => new Date(),
  };
}
