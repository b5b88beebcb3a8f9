import { fromHttp } from '@aws-sdk/credential-provider-http';
import { describe } from '../../contract/describe.ts';
import { type Choice, given } from './choice.ts';

/** The agent is on the same machine. */
const TIMEOUT_MS = 1_000;

/** The agent that EKS Pod Identity and ECS put beside a container. */
export function containerOf(env: NodeJS.ProcessEnv): Choice {
  try {
    const fetch = fromHttp({
      awsContainerCredentialsRelativeUri: env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
      awsContainerCredentialsFullUri: env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
      // Read again at each refresh, since the agent replaces it.
      awsContainerAuthorizationTokenFile: env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE,
      awsContainerAuthorizationToken: env.AWS_CONTAINER_AUTHORIZATION_TOKEN,
      timeout: TIMEOUT_MS,
      // Whoever calls tries again, with longer pauses than the provider would make.
      maxRetries: 0,
    });
    return { source: { name: "the container's provider", fetch: () => fetch() } };
  } catch (error) {
    return { problems: [addressProblem(env, error)] };
  }
}

/** The SDK takes the token only to where nobody listens in. */
function addressProblem(env: NodeJS.ProcessEnv, error: unknown): string {
  const name = given(env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)
    ? 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'
    : 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
  const [why] = String(error).split('\n');
  return `${name} is ${describe(env[name])}, but has to be what EKS or ECS set there, behind HTTPS or on this machine: remove yours (${why})`;
}
