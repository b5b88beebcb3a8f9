import { fromTokenFile } from '@aws-sdk/credential-provider-web-identity';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe } from '../../contract/describe.ts';
import { type Choice, given } from './choice.ts';
import type { CredentialsSource } from './identity.ts';
import { regionProblem } from './region.ts';

/** STS of the own region answers in 10 to 200 ms: a connection, or an answer, that takes longer than this is not coming. */
const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 3_000;

const ROLE_ARN = /^arn:[^:]+:iam::\d{12}:role\/\S+$/;

interface WebIdentity {
  /** Of STS: always a regional endpoint, never the global one. */
  readonly region: string;
  readonly roleArn: string;
  /** Read again at each refresh, since kubelet replaces it. */
  readonly tokenFile: string;
  /** @default - one that the SDK makes up */
  readonly sessionName?: string;
}

/** What a service account with a role (IRSA) gives to its pods. */
export function webIdentityOf(env: NodeJS.ProcessEnv): Choice {
  const { AWS_REGION: region, AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile } = env;
  const wrongRegion = regionProblem(env);
  if (wrongRegion === undefined && given(region) && isRoleArn(roleArn) && given(tokenFile)) {
    const sessionName = given(env.AWS_ROLE_SESSION_NAME) ? env.AWS_ROLE_SESSION_NAME : undefined;
    return { source: webIdentity({ region, roleArn, tokenFile, sessionName }) };
  }
  const wrongRole = `AWS_ROLE_ARN is ${describe(roleArn)}, but has to be a role's ARN, such as arn:aws:iam::123456789012:role/consumer: EKS sets it where the service account has the role's annotation`;
  const wrongFile = 'AWS_WEB_IDENTITY_TOKEN_FILE is not set, but has to be beside AWS_ROLE_ARN: EKS sets both';
  return {
    problems: [
      ...(wrongRegion === undefined ? [] : [wrongRegion]),
      ...(isRoleArn(roleArn) ? [] : [wrongRole]),
      ...(given(tokenFile) ? [] : [wrongFile]),
    ],
  };
}

function isRoleArn(value: string | undefined): value is string {
  return value !== undefined && ROLE_ARN.test(value);
}

/** STS's AssumeRoleWithWebIdentity. */
function webIdentity({ region, roleArn, tokenFile, sessionName }: WebIdentity): CredentialsSource {
  // Without a handler and a region of its own, the STS client inside borrows those of the client that needs to sign, with
  // the patience that a long poll needs.
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    // requestTimeout ends with the answer's headers; this one also covers a body that never comes.
    socketTimeout: REQUEST_TIMEOUT_MS,
    // One call an hour: a connection kept that long is more likely dead than alive.
    httpAgent: { keepAlive: false },
    httpsAgent: { keepAlive: false },
  });
  const fetch = fromTokenFile({
    roleArn,
    webIdentityTokenFile: tokenFile,
    ...(sessionName === undefined ? {} : { roleSessionName: sessionName }),
    // Whoever calls tries again, with longer pauses than the client would make.
    clientConfig: { region, requestHandler, maxAttempts: 1 },
  });
  return { name: 'web identity', fetch: () => fetch() };
}
