import { HANDLERS, type HandlerName, SAGA_GROUP } from '../../contract/consumer-groups.ts';
import { describe, isObject } from '../../contract/describe.ts';
import { ConfigurationError } from '../configuration-error.ts';
import {
  MAX_MESSAGE_AGE_SECONDS,
  MAX_RECEIVE_COUNT,
  VISIBILITY_TIMEOUT_SECONDS,
} from '../messaging/consumer-group-rules.ts';
import { type FilterPolicy, filterPolicyFlaw } from '../messaging/filter-policy.ts';
import { jsonObject, oneOf, type Parser, parseWith, wholeNumber } from './parsers.ts';

/** What may be set of a consumer group; `{}` is a group that gets every message. */
export interface GroupSettings {
  /**
   * Which messages the group gets, by their body: `{ "TransactionDetails": { "TransactionId": [{ "prefix": "eu-" }] } }`.
   * SNS charges for it by the GB of bodies that it looks at; the requests to receive the rest are saved.
   *
   * @default - every message
   */
  readonly filterPolicy?: FilterPolicy;
  /**
   * How long a received message stays hidden, in seconds; the consumer extends it. Costs nothing by itself.
   *
   * @default 60
   */
  readonly visibilityTimeoutSeconds?: number;
  /**
   * How often a message is received before it goes to the dead-letter queue. Costs a request each.
   *
   * @default 10
   */
  readonly maxReceiveCount?: number;
  /**
   * How old the oldest message may be before the alarm goes off, in seconds. Costs nothing by itself.
   *
   * @default 900
   */
  readonly maxMessageAgeSeconds?: number;
  /**
   * What is done with the messages: `start-saga`, `audit`, or `none` where an application of your own consumes the queue.
   *
   * @default - by the group's name: saga starts sagas, audit writes a line for each message, any other is `none`
   */
  readonly handler?: HandlerName | 'none';
  /**
   * Pods when there is nothing to do; with 0 the first message waits for a pod, and perhaps for a node. A pod asks for a tenth of a CPU.
   *
   * @default 1
   */
  readonly minReplicas?: number;
  /**
   * Pods when the queue is long. One has 100 messages in flight, which is more than the quota of StartExecution lets through.
   *
   * @default 3
   */
  readonly maxReplicas?: number;
  /**
   * Where `consumer` is `lambda`: how many invocations run at a time, each with up to ten messages.
   *
   * @default 10
   */
  readonly maxConcurrency?: number;
}

export type Groups = Readonly<Record<string, GroupSettings>>;

/** `saga` starts a saga for each message, `audit` writes a line for each. */
export const SHIPPED_GROUPS: Groups = { saga: {}, audit: {} };

/** It becomes a construct's id, and part of an alarm's and a parameter's name. */
const GROUP_NAME = /^[a-z][a-z0-9-]{0,19}$/;

const NUMBERS = {
  visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
  maxReceiveCount: MAX_RECEIVE_COUNT,
  maxMessageAgeSeconds: MAX_MESSAGE_AGE_SECONDS,
  minReplicas: { min: 0, max: 1_000 },
  maxReplicas: { min: 1, max: 1_000 },
  // What an event source mapping of SQS allows.
  maxConcurrency: { min: 2, max: 1_000 },
} as const;

const HANDLER = oneOf([...HANDLERS, 'none']);

const PROPERTIES = ['filterPolicy', 'handler', ...Object.keys(NUMBERS)];

/** Groups by name. A wrong one within is reported by its own words, which say where it stands. */
export const consumerGroups: Parser<Groups> = {
  allowed: 'an object of consumer groups such as { "saga": {}, "audit": {} }',
  parse: (value) => {
    const groups = jsonObject(value);
    if (groups === undefined) return undefined;
    const wrong = Object.keys(groups).find((name) => !GROUP_NAME.test(name));
    if (wrong !== undefined) {
      throw new ConfigurationError(
        `the setting groups has the group ${describe(wrong)}, but the name of a group has to be 1 to 20 of a-z 0-9 - with a letter first: rename it`,
      );
    }
    if (!Object.hasOwn(groups, SAGA_GROUP)) {
      throw new ConfigurationError(
        `the setting groups is ${describe(value)}, but has to have ${SAGA_GROUP}, the group that starts the sagas: add "${SAGA_GROUP}": {}`,
      );
    }
    return Object.fromEntries(
      Object.entries(groups).map(([name, group]) => [name, parseGroup(`groups.${name}`, group)]),
    );
  },
};

function parseGroup(path: string, group: unknown): GroupSettings {
  if (!isObject(group)) {
    throw new ConfigurationError(
      `the setting ${path} is ${describe(group)}, but has to be an object: write {} for a group that gets every message`,
    );
  }
  const unknown = Object.keys(group).find((name) => !PROPERTIES.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `there is no setting ${describe(`${path}.${unknown}`)}, only ${PROPERTIES.join(', ')}: correct its name, or remove it`,
    );
  }
  const numbers = Object.entries(NUMBERS)
    .filter(([name]) => name in group)
    .map(([name, { min, max }]) => [name, parseWith(wholeNumber(min, max), `${path}.${name}`, group[name], 'groups')]);
  return {
    ...('filterPolicy' in group && { filterPolicy: parseFilterPolicy(`${path}.filterPolicy`, group.filterPolicy) }),
    ...('handler' in group && { handler: parseWith(HANDLER, `${path}.handler`, group.handler, 'groups') }),
    ...Object.fromEntries(numbers),
  };
}

function parseFilterPolicy(path: string, value: unknown): FilterPolicy {
  const flaw = filterPolicyFlaw(value, `the setting ${path}`);
  if (flaw !== undefined) throw new ConfigurationError(flaw);
  return value as FilterPolicy;
}
