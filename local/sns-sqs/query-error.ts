/** Codes that the Query protocol of SQS knew with this in front. */
const PREFIX = 'AWS.SimpleQueueService.';
const PREFIXED = new Set([
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'PurgeQueueInProgress',
  'QueueDeletedRecently',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
]);
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['QueueDoesNotExist', `${PREFIX}NonExistentQueue`],
  ['QueueNameExists', 'QueueAlreadyExists'],
]);

/**
 * The header `x-amzn-query-error`: the code that clients of the older protocol look for, and whose fault it was. Source: the
 * `awsQueryError` traits in the API model of SQS.
 */
export function queryError(code: string, status: number): string {
  const name = RENAMED.get(code) ?? (PREFIXED.has(code) ? PREFIX + code : code);
  return `${name};${status < 500 ? 'Sender' : 'Receiver'}`;
}
