import { describe } from '../../contract/describe.ts';
import { ACCOUNT, PARTITION } from '../cloudformation/place.ts';
import { AwsError } from '../http/aws-error.ts';
import type { QueryParameters } from '../http/aws-query.ts';
import { readIdentityToken } from './identity-token.ts';
import type { Sessions } from './sessions.ts';

export interface AssumeRoleContext {
  /** ARNs and ids of those that can be assumed. */
  readonly roles: ReadonlyMap<string, string>;
  readonly sessions: Sessions;
  readonly sessionSeconds: number | undefined;
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:.+\/)?([\w+=,.@-]+)$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const DEFAULT_SECONDS = 3_600;
const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;

/** Credentials for whoever has a token, which is read, but whose signature is not checked: no permission depends on them. */
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
  if (context.roles.size > 0 && !context.roles.has(RoleArn)) throw notTrusted(RoleArn, context.roles);
  const { subject, audience, issuer } = readIdentityToken(WebIdentityToken);
  const assumed = {
    Arn: `arn:${PARTITION}:sts::${ACCOUNT}:assumed-role/${roleName}/${RoleSessionName}`,
    UserId: `${context.roles.get(RoleArn) ?? 'AROALOCAL'}:${RoleSessionName}`,
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

function notTrusted(roleArn: string, roles: ReadonlyMap<string, string>): AwsError {
  return new AwsError(
    'AccessDenied',
    `Not authorized to perform sts:AssumeRoleWithWebIdentity: ${roleArn} is no role of the templates that trusts web ` +
      `identities; those that do are ${[...roles.keys()].join(', ')}`,
    403,
  );
}
