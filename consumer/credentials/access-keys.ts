import { describe } from '../../contract/describe.ts';
import { type Choice, given } from './choice.ts';

const NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** Keys that somebody typed: they do not change, and nobody says when they end. */
export function accessKeysOf(env: NodeJS.ProcessEnv): Choice {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (given(accessKeyId) && given(secretAccessKey) && !given(env.AWS_PROFILE)) {
    const identity = { accessKeyId, secretAccessKey, ...(given(sessionToken) ? { sessionToken } : {}) };
    return { source: { name: 'access keys', fetch: async () => identity } };
  }
  const missing = NAMES.filter((name) => !given(env[name])).map(
    (name) =>
      `${name} is not set, but has to be, since APP_ENV is ${describe(env.APP_ENV)} and so this is local: export it, or set APP_ENV to production, staging or integration where the pod has a role`,
  );
  return { problems: given(env.AWS_PROFILE) ? [...missing, profileProblem(env.AWS_PROFILE)] : missing };
}

/** It would be ignored, and whoever set it would work with other keys than they think. */
function profileProblem(profile: string): string {
  return `AWS_PROFILE is ${describe(profile)}, but profiles stand in ~/.aws, which is never read: unset it, and export the keys to use (aws configure export-credentials --profile … --format env)`;
}
