import { randomBytes } from 'node:crypto';
import { ACCOUNT, PARTITION } from '../cloudformation/place.ts';
import { AwsError } from '../http/aws-error.ts';

export interface CallerIdentity {
  readonly Arn: string;
  readonly UserId: string;
  readonly Account: string;
}

export interface Credentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  /** ISO 8601. */
  readonly Expiration: string;
}

interface Session {
  readonly identity: CallerIdentity;
  readonly expiresAt: number;
}

/** Whoever comes with keys of their own: all are accepted, and nothing tells them apart. */
const ROOT: CallerIdentity = { Arn: `arn:${PARTITION}:iam::${ACCOUNT}:root`, UserId: ACCOUNT, Account: ACCOUNT };

/** For how long an ended session is told that it ended: a day. */
const REMEMBERED_MS = 86_400_000;

/** Who the credentials are that were given out. */
export class Sessions {
  readonly #byAccessKeyId = new Map<string, Session>();

  open(identity: CallerIdentity, seconds: number): Credentials {
    const now = Date.now();
    for (const [key, { expiresAt }] of this.#byAccessKeyId) {
      if (expiresAt + REMEMBERED_MS < now) this.#byAccessKeyId.delete(key);
    }
    const expiresAt = now + seconds * 1000;
    const AccessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    this.#byAccessKeyId.set(AccessKeyId, { identity, expiresAt });
    return {
      AccessKeyId,
      SecretAccessKey: randomBytes(30).toString('base64'),
      SessionToken: randomBytes(96).toString('base64'),
      Expiration: new Date(expiresAt).toISOString(),
    };
  }

  /** @throws AwsError ExpiredToken, when the session is over */
  identityOf(accessKeyId: string): CallerIdentity {
    const session = this.#byAccessKeyId.get(accessKeyId);
    if (session === undefined) return ROOT;
    if (session.expiresAt > Date.now()) return session.identity;
    throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
  }
}
