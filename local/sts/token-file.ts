import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface TokenFileOptions {
  /** The URL of the cluster's OIDC issuer. @default - one that no template has */
  readonly issuer?: string;
  /** For whom the token is. @default sts.amazonaws.com */
  readonly audience?: string;
  /** The namespace of the pod's service account. @default default */
  readonly namespace?: string;
  /** The name of the pod's service account. @default consumer */
  readonly serviceAccount?: string;
  /** How long the token is good for, in seconds. @default 86,400, as EKS asks for */
  readonly expiresInSeconds?: number;
}

const ISSUER = 'https://oidc.eks.us-east-1.amazonaws.com/id/LOCAL';

/**
 * Makes `token` in a directory, with the claims that kubelet puts into a pod's projected volume; the signature is made up.
 * Called again, it replaces the file in one step, as kubelet does when most of a token's time is over.
 *
 * @returns the path of the file, which AWS_WEB_IDENTITY_TOKEN_FILE has to be
 */
export async function writeTokenFile(directory: string, options: TokenFileOptions = {}): Promise<string> {
  const { issuer = ISSUER, audience = 'sts.amazonaws.com', expiresInSeconds = 86_400 } = options;
  const { namespace = 'default', serviceAccount = 'consumer' } = options;
  const iat = Math.floor(Date.now() / 1000);
  const header = { alg: 'RS256', kid: randomBytes(20).toString('hex') };
  const claims = {
    aud: [audience],
    exp: iat + expiresInSeconds,
    iat,
    iss: issuer,
    'kubernetes.io': { namespace, serviceaccount: { name: serviceAccount } },
    nbf: iat,
    sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
  };
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const token = [...parts, randomBytes(256).toString('base64url')].join('.');
  const file = join(directory, 'token');
  const next = join(directory, `.token-${randomBytes(4).toString('hex')}`);
  await writeFile(next, token, { mode: 0o600 });
  await rename(next, file);
  return file;
}
