import { AwsError } from '../http/aws-error.ts';
import type { BusEvent } from './event.ts';
import type { Rule, RuleTarget } from './rule.ts';

export interface Undelivered {
  readonly rule: Rule;
  readonly target: RuleTarget;
  readonly event: BusEvent;
  readonly error: unknown;
  readonly retries: number;
  /** Which limit of the retry policy was reached. @default - none, for a retry could not have helped */
  readonly exhausted?: ExhaustedLimit;
}

export type ExhaustedLimit = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** The message that EventBridge sends to a dead-letter queue: the event as it came, and in attributes why it stayed. */
export function deadLetter({ rule, target, event, error, retries, exhausted }: Undelivered) {
  const attributes: Readonly<Record<string, string | undefined>> = {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: errorCode(error),
    ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
    EXHAUSTED_RETRY_CONDITION: exhausted,
  };
  const texts = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    MessageBody: JSON.stringify(event),
    MessageAttributes: {
      ...Object.fromEntries(texts.map(([name, value]) => [name, { DataType: 'String', StringValue: value }])),
      RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
    },
  };
}

function errorCode(error: unknown): string {
  if (!(error instanceof AwsError)) return 'INTERNAL_ERROR';
  if (/NotExist|NotFound|NonExistent/.test(error.code)) return 'NO_RESOURCE';
  if (/Throttl|TooMany|LimitExceeded/.test(error.code)) return 'THROTTLING';
  return error.status >= 500 ? 'INTERNAL_ERROR' : 'SDK_CLIENT_ERROR';
}
