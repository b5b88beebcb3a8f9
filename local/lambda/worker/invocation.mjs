import { RuntimeError } from './failure.mjs';

/**
 * The context that a handler gets beside its event.
 *
 * @param {Record<string, string | undefined>} env
 * @param {import('../protocol.ts').Invocation} invocation
 * @param {() => number} remainingMs
 */
export function contextOf(env, { requestId, invokedFunctionArn }, remainingMs) {
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: remainingMs,
  };
}

/** @param {unknown} result */
export function stringify(result) {
  try {
    // A function or a symbol has no JSON either; like undefined it becomes null.
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw new RuntimeError('JSONStringifyError', 'Unable to stringify response body', { cause });
  }
}
