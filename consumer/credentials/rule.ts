import { isDeployed } from '../../contract/environment.ts';
import { accessKeysOf } from './access-keys.ts';
import { type Choice, given } from './choice.ts';
import { containerOf } from './container.ts';
import { webIdentityOf } from './web-identity.ts';

/**
 * The APP_ENV rule. What nobody meant to use is out of reach: keys left in a pod's environment, and a developer's profile that
 * opens production.
 */
export function chooseSource(env: NodeJS.ProcessEnv): Choice {
  if (!isDeployed(env)) return accessKeysOf(env);
  // The order of the SDK, where a pod has both.
  if (given(env.AWS_WEB_IDENTITY_TOKEN_FILE) || given(env.AWS_ROLE_ARN)) return webIdentityOf(env);
  if (given(env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) || given(env.AWS_CONTAINER_CREDENTIALS_FULL_URI)) {
    return containerOf(env);
  }
  return {
    problems: [
      `APP_ENV is "${env.APP_ENV}", so only the pod's own credentials count, no access keys, but there is neither a web identity (AWS_ROLE_ARN with AWS_WEB_IDENTITY_TOKEN_FILE) nor a container's provider (AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI): run the pod under a service account that has a role`,
    ],
  };
}
