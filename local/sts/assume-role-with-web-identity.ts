import { describe } from '../../contract/describe.ts';
import { ACCOUNT, PARTITION } from '../cloudformation/place.ts';
import { AwsError } from '../http/aws-error.ts';
import type { QueryParameters } from '../http/aws-query.ts';
import { refusalOf } from './evaluate-trust.ts';
import { type IdentityToken, readIdentityToken } from './identity-token.ts';
import type { OidcProvider } from './providers.ts';
import type { PodRole } from './roles.ts';
import type { Sessions } from './sessions.ts';

export interface AssumeRoleContext {
  /** By ARN, those that pods can take on; where there are none, everybody has every role. */
  readonly roles: ReadonlyMap<string, PodRole>;
  /** By the URL of the issuer. */
  readonly providers: ReadonlyMap<string, OidcProvider>;
  readonly sessions: Sessions;
  readonly sessionSeconds: number | undefined;
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:.+\/)?([\w+=,.@-]+)$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const DEFAULT_SECONDS = 3_600;
const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;
const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** Credentials for whoever has a token that the role's trust policy lets in. The token is read; its signature is not checked. */
export function assumeRoleWithWebIdentity(parameters: QueryParameters, context: AssumeRoleContext): object {
  const { RoleArn = '', RoleSessionName = '', WebIdentityToken = '', DurationSeconds = DEFAULT_SECONDS } = parameters;
  const roleName = ROLE_ARN.exec(RoleArn)?.[1];
  const seconds = Number(DurationSeconds);
  if (roleName === undefined) throw validationError('roleArn', RoleArn, "be a role's ARN");
  if (!SESSION_NAME.test(RoleSessionName))
    throw validationError('roleSessionName', RoleSessionName, `match ${SESSION_NAME}`);
  if (WebIdentityToken.length < 4)
    throw validationError('webIdentityToken', WebIdentityToken, 'have 4 characters or more');
  if (!Number.isInteger(seconds) || seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    throw validationError('durationSeconds', String(DurationSeconds), `be ${MIN_SECONDS} to ${MAX_SECONDS}`);
  }
  const token = readIdentityToken(WebIdentityToken);
  const { subject, audience, issuer } = token;
  if (context.roles.size > 0) authorize(RoleArn, token, context);
  const assumed = {
    Arn: `arn:${PARTITION}:sts::${ACCOUNT}:assumed-role/${roleName}/${RoleSessionName}`,
    UserId: `${context.roles.get(RoleArn)?.id ?? 'AROALOCAL'}:${RoleSessionName}`,
  };
  return {
    Credentials: context.sessions.open({ ...assumed, Account: ACCOUNT }, context.sessionSeconds ?? seconds),
    SubjectFromWebIdentityToken: subject,
    AssumedRoleUser: { AssumedRoleId: assumed.UserId, Arn: assumed.Arn },
    Provider: issuer,
    Audience: audience,
  };
}

/** The value of a token stands in no error, not even of this STS. */
function validationError(name: string, value: string, allowed: string): AwsError {
  const got = name === 'webIdentityToken' ? `a string of ${value.length} characters` : describe(value);
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value ${got} at '${name}' failed to satisfy constraint: Member must ${allowed}`,
  );
}

function authorize(roleArn: string, token: IdentityToken, { roles, providers }: AssumeRoleContext): void {
  const role = roles.get(roleArn);
  if (role === undefined) {
    throw accessDenied(
      `${roleArn} is no role of the templates that trusts pods; those that do are ${[...roles.keys()].join(', ')}`,
    );
  }
  const { issuer, audience, subject } = token;
  const provider = providers.get(issuer);
  if (provider === undefined) {
    throw new AwsError('InvalidIdentityToken', `No OpenIDConnect provider found in your account for ${issuer}`);
  }
  if (provider.audiences?.includes(audience) === false) {
    throw new AwsError('InvalidIdentityToken', 'Incorrect token audience');
  }
  const prefix = issuer.replace(/^https:\/\//, '').toLowerCase();
  const refusal = refusalOf(role.trust, {
    action: ACTION,
    principal: { kind: 'Federated', name: provider.arn },
    context: new Map([
      [`${prefix}:aud`, audience],
      [`${prefix}:sub`, subject],
    ]),
  });
  if (refusal !== undefined) throw accessDenied(`${roleArn} does not let in this token: ${refusal}`);
}

/** What AWS says, and after the colon what it keeps to itself. */
function accessDenied(why: string): AwsError {
  return new AwsError('AccessDenied', `Not authorized to perform ${ACTION}: ${why}`, 403);
}
