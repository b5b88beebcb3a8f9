import { describe } from '../../contract/describe.ts';
import { type Choice, given } from './choice.ts';

/**
 * The keys of a function's execution role. Lambda sets them for each execution environment, and ends it before they expire.
 *
 * A third source beside the two of the APP_ENV rule, for functions alone: a pod never asks for it. As there, keys that
 * somebody typed do not count: those of a role come with a session token, and only Lambda can set the function's name.
 */
export function executionRoleOf(env: NodeJS.ProcessEnv): Choice {
  const {
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (given(functionName) && given(accessKeyId) && given(secretAccessKey) && given(sessionToken)) {
    const identity = { accessKeyId, secretAccessKey, sessionToken };
    return { source: { name: 'execution role', fetch: async () => identity } };
  }
  const missing = NAMES.filter((name) => !given(env[name])).map(
    (name) =>
      `${name} is ${describe(env[name])}, but has to be what Lambda sets it to: run this as a Lambda function that has an execution role, and a pod by its own entry`,
  );
  return { problems: missing };
}

const NAMES = ['AWS_LAMBDA_FUNCTION_NAME', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
