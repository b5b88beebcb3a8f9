import { isObject } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';

export interface IdentityToken {
  /** Such as `system:serviceaccount:default:consumer`. */
  readonly subject: string;
  readonly audience: string;
  readonly issuer: string;
}

/**
 * What a token says; its signature is not checked.
 *
 * @throws AwsError InvalidIdentityToken for what is no JSON Web Token
 * @throws AwsError ExpiredTokenException for one whose time is over: kubelet had replaced it long before
 */
export function readIdentityToken(token: string): IdentityToken {
  const { sub, aud, iss, exp } = claimsOf(token);
  if (typeof sub !== 'string' || typeof exp !== 'number') throw invalid('its claims lack sub or exp');
  const now = Math.floor(Date.now() / 1000);
  if (exp > now) return { subject: sub, audience: [aud].flat().join(','), issuer: String(iss) };
  throw new AwsError(
    'ExpiredTokenException',
    `Token expired: current date/time ${now} must be before the expiration date/time ${exp}`,
  );
}

function claimsOf(token: string): Record<string, unknown> {
  const [, payload, , ...more] = token.split('.');
  if (payload === undefined || more.length > 0) throw invalid('it does not have three parts');
  const claims = parse(Buffer.from(payload, 'base64url').toString());
  if (!isObject(claims)) throw invalid('its claims are no object');
  return claims;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid('its claims are no JSON', { cause });
  }
}

function invalid(problem: string, options?: ErrorOptions): AwsError {
  return new AwsError('InvalidIdentityToken', `The ID Token provided is not a valid JWT: ${problem}`, 400, options);
}
