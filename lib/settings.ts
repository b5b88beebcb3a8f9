import { describe } from '../contract/describe.ts';
import { ConfigurationError } from './configuration-error.ts';
import { CLUSTER_DEFAULTS, CLUSTER_PARSERS, type ClusterSettings } from './settings/cluster.ts';
import { consumerGroups, type Groups, SHIPPED_GROUPS } from './settings/groups.ts';
import { boolean, jsonObject, oneOf, type Parser, parseWith, text, wholeNumber } from './settings/parsers.ts';

/** The context key in cdk.json under which the settings stand together. */
export const SETTINGS_KEY = 'fanout-saga';

export const PRODUCTION = 'production';

/** What Amazon CloudWatch Logs allows, in days. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/**
 * What may be set, in cdk.json under `fanout-saga`, or one by one on the command line (`-c stage=production`), which wins.
 * Prices are those of us-east-1.
 */
export interface Settings extends ClusterSettings {
  /**
   * Which copy of the application this is. Stages live side by side in one account. Costs nothing by itself; `production`
   * protects the table from deletion.
   *
   * @default 'dev'
   */
  readonly stage: string;
  /**
   * Whether `simulateFail` in an input is honoured. Costs what the failures cost: about three times the transitions of a
   * commit.
   *
   * @default true, and false where the stage is `production`
   */
  readonly simulateFail: boolean;
  /**
   * How long a saga may take with all its retries and rollbacks, in minutes. Costs nothing by itself: Standard workflows are
   * paid by transition ($0.025 per 1,000), retries included.
   *
   * @default 60
   */
  readonly sagaTimeoutMinutes: number;
  /**
   * How often it is looked for sagas that ended half-done and that EventBridge told nobody of, in minutes: it delivers at
   * best effort. A sweep that finds nothing costs a few requests and less than a second of a Lambda, some $0.02 a month at 15 minutes;
   * each saga that failed within the last day adds a read ($0.125 per million).
   *
   * @default 15
   */
  readonly sweepMinutes: number;
  /**
   * How long the record of a rolled-back transaction is kept, in days. Costs storage: $0.25 per GB and month, and with
   * continuous backups $0.20 more.
   *
   * @default 90
   */
  readonly recordRetentionDays: number;
  /**
   * How long a step's Lambda may run, in seconds. Costs only what is used, $0.0000133 per GB-second; the worst case of all
   * retries grows with it, see `sagaTimeoutMinutes`.
   *
   * @default 10
   */
  readonly stepTimeoutSeconds: number;
  /**
   * Memory of a step's Lambda, in MiB, CPU in proportion. Costs $0.0000133 per GB-second.
   *
   * @default 512
   */
  readonly stepMemoryMb: number;
  /**
   * How long logs are kept, in days. Costs $0.50 per GB written and $0.03 per GB and month kept.
   *
   * @default 30
   */
  readonly logRetentionDays: (typeof LOG_RETENTION_DAYS)[number];
  /**
   * The consumer groups: each has a queue of its own with what is published to the topic. Adding one touches no other;
   * removing one deletes its queues with what is in them. A group costs $0.30 a month for three alarms, and $0.40 per million
   * requests of its consumers ($0.50 with `fifo`).
   *
   * @default { saga: {}, audit: {} }
   */
  readonly groups: Groups;
  /**
   * Whether topic and queues are FIFO: a message is delivered once, where it is published twice within 5 minutes. A request
   * to a queue costs a quarter more. Changing it replaces the topic and the queues with what is in them: drain them first.
   *
   * @default false
   */
  readonly fifo: boolean;
  /**
   * What consumes the groups: `eks`, pods on a cluster (about $180 a month when idle, docs/costs.md has the items), or `lambda`,
   * event sources around the same handlers (about $3).
   *
   * @default 'eks'
   */
  readonly consumer: 'eks' | 'lambda';
  /**
   * Executions a second that the consumers of a group start at most, all together. Step Functions' quota for the account and region is
   * 300 in us-east-1, us-west-2 and eu-west-1, 150 elsewhere. Costs nothing by itself.
   *
   * @default 150
   */
  readonly startRatePerSecond: number;
  /**
   * Of the same quota, how many executions may be started at once after a quiet time: 1,300 in these three regions, 800
   * elsewhere.
   *
   * @default 800
   */
  readonly startBurst: number;
}

type OwnSettings = Omit<Settings, keyof ClusterSettings>;

const PARSERS: { readonly [Name in keyof OwnSettings]: Parser<OwnSettings[Name]> } = {
  stage: text(/^[a-z][a-z0-9-]{0,19}$/, '1 to 20 of a-z 0-9 - with a letter first'),
  simulateFail: boolean,
  // A Standard workflow may run for a year.
  sagaTimeoutMinutes: wholeNumber(1, 525_600),
  // EventBridge keeps an event for a day at most.
  sweepMinutes: wholeNumber(1, 1_440),
  // An execution's name is taken for 90 days, so the record has to tell as long what became of it.
  recordRetentionDays: wholeNumber(90, 3_650),
  // Lambda's 900 seconds, less the 5 that the Task waits longer.
  stepTimeoutSeconds: wholeNumber(3, 895),
  stepMemoryMb: wholeNumber(128, 10_240),
  logRetentionDays: oneOf(LOG_RETENTION_DAYS),
  groups: consumerGroups,
  fifo: boolean,
  consumer: oneOf(['eks', 'lambda']),
  startRatePerSecond: wholeNumber(1, 100_000),
  startBurst: wholeNumber(1, 100_000),
};

const NAMES = [...Object.keys(PARSERS), ...Object.keys(CLUSTER_PARSERS)];

/** A context key that could be a misspelt setting: those of the CDK itself have a `:`, `/`, `@` or `-` in them. */
const LOOKS_LIKE_A_SETTING = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * Reads the settings out of the app's context.
 *
 * @param context all of it: the settings may stand under `fanout-saga`, or each by its name, which wins
 * @throws ConfigurationError for an unknown setting or a wrong value; it says what, got, allowed, do
 */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  const single = Object.entries(context).filter(([name]) => LOOKS_LIKE_A_SETTING.test(name));
  const given = new Map([...Object.entries(together(context[SETTINGS_KEY])), ...single]);
  const unknown = [...given.keys()].find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError(
      `there is no setting ${describe(unknown)}, only ${NAMES.join(', ')}: correct its name, or remove it`,
    );
  }
  const read = <Name extends keyof OwnSettings>(name: Name, otherwise: OwnSettings[Name]): OwnSettings[Name] =>
    given.has(name) ? parseWith(PARSERS[name], name, given.get(name)) : otherwise;
  const cluster = Object.entries(CLUSTER_PARSERS)
    .filter(([name]) => given.has(name))
    .map(([name, parser]) => [name, parseWith<unknown>(parser, name, given.get(name))]);

  const stage = read('stage', 'dev');
  return {
    stage,
    simulateFail: read('simulateFail', stage !== PRODUCTION),
    sagaTimeoutMinutes: read('sagaTimeoutMinutes', 60),
    sweepMinutes: read('sweepMinutes', 15),
    recordRetentionDays: read('recordRetentionDays', 90),
    stepTimeoutSeconds: read('stepTimeoutSeconds', 10),
    stepMemoryMb: read('stepMemoryMb', 512),
    logRetentionDays: read('logRetentionDays', 30),
    groups: read('groups', SHIPPED_GROUPS),
    fifo: read('fifo', false),
    consumer: read('consumer', 'eks'),
    startRatePerSecond: read('startRatePerSecond', 150),
    startBurst: read('startBurst', 800),
    ...CLUSTER_DEFAULTS,
    ...(Object.fromEntries(cluster) as Partial<ClusterSettings>),
  };
}

/** The object of settings; from the command line it is JSON text. */
function together(value: unknown): Record<string, unknown> {
  if (value === undefined) return {};
  const object = jsonObject(value);
  if (object !== undefined) return object;
  throw new ConfigurationError(
    `the context ${SETTINGS_KEY} is ${describe(value)}, but has to be an object of settings such as { "stage": "dev" }: correct it in cdk.json, or where you type -c ${SETTINGS_KEY}=…`,
  );
}
