import { describe, isObject } from '../../contract/describe.ts';
import type { Resource } from '../cloudformation/assembly.ts';

/** A function's code and configuration, as $LATEST has it or a version. */
export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  /** Such as `index.run`. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memorySizeMb: number;
  /** The function's own. */
  readonly variables: Readonly<Record<string, string>>;
  /** The directory of its code: absolute. */
  readonly taskRoot: string;
  readonly logGroup: string;
  /** How many invocations may run at once. @default - no limit of its own */
  readonly reservedConcurrency: number | undefined;
  /** The ARN of the queue that gets the events which it failed on. @default - they are dropped */
  readonly deadLetterQueueArn?: string;
  /** The properties in the template: the same mean the same code and configuration. */
  readonly declared: Readonly<Record<string, unknown>>;
}

const HONOURED = [
  'Code',
  'DeadLetterConfig',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'ReservedConcurrentExecutions',
  'Runtime',
  'Timeout',
];

/** Why a property may be left without effect on this machine. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  Architectures: "the machine's own: JavaScript does not see it, and native addons are not in a bundle for another",
  CodeSigningConfigArn: 'the code comes from this machine',
  Description: 'for people',
  EphemeralStorage: "/tmp is the machine's own",
  KmsKeyArn: 'everything is held in memory, unencrypted',
  PackageType: 'Zip is the only one that has a Handler; an image is refused for its Code',
  RecursiveLoop: 'loops are for the caller to see',
  Role: 'no permission is checked on this machine',
  RuntimeManagementConfig: "the runtime is this machine's Node.js",
  SnapStart: 'it only shortens a cold start',
  Tags: 'nothing is billed or allowed by them',
  TracingConfig: 'trace headers are handed on; no X-Ray collects them',
  VpcConfig: "the network is the machine's own",
};

/**
 * Reads an AWS::Lambda::Function.
 *
 * @throws TemplateError for one that cannot be run as AWS would run it, such as one with layers
 */
export function readFunctionConfig(resource: Resource, arn: string): FunctionConfig {
  const { physicalId: name, properties } = resource;
  const unknown = Object.keys(properties).find((it) => !HONOURED.includes(it) && !(it in WITHOUT_EFFECT));
  if (unknown !== undefined) {
    resource.fail(
      `property ${unknown} is not honoured by the embedded Lambda: do without it, or bundle what it brings`,
    );
  }
  const { Handler, Runtime, Timeout = 3, MemorySize = 128, ReservedConcurrentExecutions, LoggingConfig } = properties;
  if (typeof Runtime !== 'string' || !/^nodejs\d+\.x$/.test(Runtime)) {
    return resource.fail(
      `Runtime is ${describe(Runtime)}, but the embedded Lambda runs only nodejs, such as nodejs24.x`,
    );
  }
  if (typeof Handler !== 'string') return resource.fail(`Handler is ${describe(Handler)}, but has to be a string`);
  const logGroup = isObject(LoggingConfig) ? LoggingConfig.LogGroup : undefined;
  return {
    name,
    arn,
    runtime: Runtime,
    handler: Handler,
    timeoutMs: positive(resource, 'Timeout', Timeout) * 1000,
    memorySizeMb: positive(resource, 'MemorySize', MemorySize),
    variables: readVariables(resource),
    taskRoot: readCode(resource),
    logGroup: typeof logGroup === 'string' ? logGroup : `/aws/lambda/${name}`,
    reservedConcurrency: ReservedConcurrentExecutions === undefined ? undefined : Number(ReservedConcurrentExecutions),
    ...readDeadLetterQueue(resource),
    declared: properties,
  };
}

function readDeadLetterQueue(resource: Resource): Pick<FunctionConfig, 'deadLetterQueueArn'> {
  const { DeadLetterConfig } = resource.properties;
  if (!isObject(DeadLetterConfig)) return {};
  const arn = String(DeadLetterConfig.TargetArn);
  if (arn.split(':')[2] === 'sqs') return { deadLetterQueueArn: arn };
  return resource.fail(
    `DeadLetterConfig has the target ${describe(arn)}, but the embedded Lambda sets events aside in queues alone`,
  );
}

function readCode(resource: Resource): string {
  const { Code } = resource.properties;
  if (isObject(Code) && Code.S3Key !== undefined) return resource.assetPath(Code.S3Key);
  return resource.fail(
    `Code is ${describe(Code)}, but has to be an asset, a directory: no image, and no code in the template`,
  );
}

function readVariables(resource: Resource): Record<string, string> {
  const { Environment } = resource.properties;
  const variables = isObject(Environment) && isObject(Environment.Variables) ? Environment.Variables : {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function positive(resource: Resource, property: string, value: unknown): number {
  const number = Number(value);
  return number > 0 ? number : resource.fail(`${property} is ${describe(value)}, but has to be a number above 0`);
}
