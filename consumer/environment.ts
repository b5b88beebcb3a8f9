import { describe } from '../contract/describe.ts';
import { isDeployed, CONSUMER_VARIABLE as NAME } from '../contract/environment.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { CredentialsSource } from './credentials/identity.ts';
import { regionProblem } from './credentials/region.ts';
import { chooseSource } from './credentials/rule.ts';
import { type GroupEnvironment, readGroup } from './environment/group.ts';
import { EnvironmentReader } from './environment/reader.ts';

/** What a pod's environment says, read once. */
export interface ConsumerEnvironment extends GroupEnvironment {
  /** Of the queue, the state machine and STS. */
  readonly region: string;
  readonly credentials: CredentialsSource;
  readonly queueUrl: string;
  /** The queue's visibility timeout. @default 30, which is SQS's own */
  readonly visibilityTimeoutSeconds: number;
  /** @default 100 */
  readonly maxInFlight: number;
  /** Where the health server listens. @default - in a pod everywhere (an empty string), where it is local 127.0.0.1 */
  readonly host: string;
  /** Of the health server; 0 takes any that is free. @default 8080 */
  readonly port: number;
}

const QUEUE_URL = /^https?:\/\/[^/\s]+\/\S+$/;
/** SQS: 12 hours. */
const MAX_VISIBILITY_TIMEOUT_SECONDS = 43_200;

/**
 * Reads the environment of a pod.
 *
 * @throws ConfigurationError with everything that is wrong with it
 */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): ConsumerEnvironment {
  const read = new EnvironmentReader(env);
  const choice = chooseSource(env);
  const queueUrl = read.required(
    NAME.queueUrl,
    QUEUE_URL,
    'the URL of the queue',
    'the messaging stack publishes it in SSM under …/messaging/<group>/queue-url',
  );
  const environment = {
    region: env.AWS_REGION ?? '',
    queueUrl,
    ...readGroup(read),
    // Below 10 s, a heartbeat at half of it has no second chance.
    visibilityTimeoutSeconds: read.wholeNumber(NAME.visibilityTimeoutSeconds, {
      min: 10,
      max: MAX_VISIBILITY_TIMEOUT_SECONDS,
      otherwise: 30,
    }),
    maxInFlight: read.wholeNumber(NAME.maxInFlight, { min: 1, max: 1_000, otherwise: 100 }),
    // Kubelet asks from outside; at home nobody else should.
    host: read.optional(NAME.host) ?? (isDeployed(env) ? '' : '127.0.0.1'),
    port: read.wholeNumber(NAME.port, { min: 0, max: 65_535, otherwise: 8_080 }),
  };
  const problems = [regionProblem(env) ?? regionMismatch(env), ...(choice.problems ?? []), ...read.problems];
  // The web identity looks at the region as well.
  const all = [...new Set(problems)].filter((problem) => problem !== undefined);
  if (all.length > 0 || choice.problems !== undefined) throw new ConfigurationError(all);
  return { ...environment, credentials: choice.source };
}

/** A request is signed for one region and sent to the other, and refused with a word about its signature. */
function regionMismatch(env: NodeJS.ProcessEnv): string | undefined {
  const [, region] = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\./.exec(env[NAME.queueUrl] ?? '') ?? [];
  if (region === undefined || region === env.AWS_REGION) return undefined;
  return `${NAME.queueUrl} is of ${region}, but AWS_REGION is ${describe(env.AWS_REGION)}: set both to the same region`;
}
