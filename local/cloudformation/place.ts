/** Where the embedded cloud is: fixed, so that a physical id is the same in every run. */
export const PARTITION = 'aws';
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
export const URL_SUFFIX = 'amazonaws.com';

/** @param resource what follows the account, such as `table/Orders` */
export function arnOf(service: string, resource: string): string {
  return `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${resource}`;
}
