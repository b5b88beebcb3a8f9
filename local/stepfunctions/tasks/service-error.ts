import { AwsError } from '../../http/aws-error.ts';
import { StateError } from '../errors.ts';

export interface ServiceNames {
  /** What stands before the dot of an error's name: `DynamoDB`. */
  readonly prefix: string;
  /** What AWS's Cause says: `AmazonDynamoDBv2`. */
  readonly service: string;
  /** The error that stands for all codes that have none of their own. */
  readonly general: string;
  /** The codes that have none of their own. */
  readonly unnamed: readonly string[];
}

/** Names that JavaScript gives: the request never came through, so there is no code of AWS's. */
const LOCAL_NAMES = /^(?:Error|TypeError|RangeError|SyntaxError|AbortError|TimeoutError|FetchError|SystemError)$/;

/** A service's error as a Task fails with it: `DynamoDB.ConditionalCheckFailedException`. */
export function serviceError(error: unknown, names: ServiceNames): StateError {
  const { name: code, message } = error instanceof Error ? error : new Error(String(error));
  if (LOCAL_NAMES.test(code)) return new StateError(`${names.prefix}.SdkClientException`, message);
  const name = names.unnamed.includes(code) ? names.general : code.endsWith('Exception') ? code : `${code}Exception`;
  const status = error instanceof AwsError ? error.status : 400;
  const cause = `${message} (Service: ${names.service}; Status Code: ${status}; Error Code: ${code}; Proxy: null)`;
  return new StateError(`${names.prefix}.${name}`, cause);
}
