import { describe, isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { AwsError } from '../http/aws-error.ts';
import type { DeployedFunction } from './deployed-function.ts';
import type { FunctionConfig } from './function-config.ts';
import { findFunction } from './function-name.ts';
import { readFunctions } from './read-functions.ts';

/** A queue whose messages a function gets. */
export interface EventSourceMappingConfig {
  /** As the template has it: a name or an ARN, with or without a qualifier. */
  readonly functionName: string;
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly visibilityTimeoutMs: number;
  readonly batchSize: number;
  /** How long a batch is collected. */
  readonly batchingWindowMs: number;
  /** How many invocations run at a time. */
  readonly maximumConcurrency: number;
  /** Whether the function answers which messages failed; otherwise all of a batch are done, or none. */
  readonly reportsBatchItemFailures: boolean;
  readonly isEnabled: boolean;
}

const HONOURED = [
  'BatchSize',
  'Enabled',
  'EventSourceArn',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'ScalingConfig',
];

/** Why a property may be left without effect on this machine. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  KmsKeyArn: 'it encrypts filter criteria, which are refused',
  MetricsConfig: 'no metrics are collected',
  Tags: 'nothing is billed or allowed by them',
};

/**
 * How many environments a function has here at most. AWS goes up to 1,250, and starts an environment for each; here further
 * invocations would only wait, and their messages with them, until others may receive them.
 */
const ENVIRONMENTS = 10;
/** What a receive brings at most, and all that a batch may hold without a window. */
const MAX_RECEIVE = 10;
const REPORT = 'ReportBatchItemFailures';

/** @throws TemplateError for a mapping that AWS would refuse, or that is not honoured here, such as one of a stream */
export function readEventSourceMappings(assembly: Assembly): readonly EventSourceMappingConfig[] {
  const resources = assembly.resources('AWS::Lambda::EventSourceMapping');
  const functions = new Map(resources.length === 0 ? [] : readFunctions(assembly).map((fn) => [fn.latest.name, fn]));
  const mapped = new Set<string>();
  return resources.map((resource) => {
    const { FunctionName, EventSourceArn } = resource.properties;
    const pair = `${FunctionName} ${EventSourceArn}`;
    if (mapped.has(pair)) {
      resource.fail('The event source arn and function provided mapping already exists: remove one of the two');
    }
    mapped.add(pair);
    return readMapping(resource, assembly, functions);
  });
}

function readMapping(
  resource: Resource,
  assembly: Assembly,
  functions: ReadonlyMap<string, DeployedFunction>,
): EventSourceMappingConfig {
  const { properties } = resource;
  const unknown = Object.keys(properties).find((name) => !HONOURED.includes(name) && !(name in WITHOUT_EFFECT));
  if (unknown !== undefined) {
    resource.fail(
      `property ${unknown} is not honoured by the embedded Lambda, which knows of an event source mapping ${HONOURED.join(', ')}: ` +
        'do without it, or add it in local/lambda',
    );
  }
  const queue = queueOf(resource, assembly);
  const fn = functionOf(resource, functions);
  const visibilityTimeoutMs = Number(queue.properties.VisibilityTimeout ?? 30) * 1000;
  if (visibilityTimeoutMs < fn.timeoutMs) {
    resource.fail(
      `Queue visibility timeout: ${visibilityTimeoutMs / 1000} seconds is less than Function timeout: ${fn.timeoutMs / 1000} seconds: raise it to six times as much`,
    );
  }
  const isFifo = String(queue.properties.FifoQueue) === 'true';
  const { ScalingConfig, Enabled = true } = properties;
  return {
    functionName: String(properties.FunctionName),
    queueArn: String(queue.attributes.Arn),
    queueUrl: queue.physicalId,
    visibilityTimeoutMs,
    ...readBatching(resource, isFifo),
    maximumConcurrency: readConcurrency(resource, ScalingConfig),
    reportsBatchItemFailures: readResponseTypes(resource).length > 0,
    isEnabled: String(Enabled) === 'true',
  };
}

function queueOf(resource: Resource, assembly: Assembly): Resource {
  const { EventSourceArn } = resource.properties;
  const queue = assembly.resources('AWS::SQS::Queue').find(({ attributes }) => attributes.Arn === EventSourceArn);
  if (queue !== undefined) return queue;
  return resource.fail(
    `EventSourceArn is ${describe(EventSourceArn)}, but has to be the ARN of a queue of the assembly: the embedded Lambda polls SQS alone, no streams`,
  );
}

function functionOf(resource: Resource, functions: ReadonlyMap<string, DeployedFunction>): FunctionConfig {
  const { FunctionName } = resource.properties;
  try {
    return findFunction(functions, String(FunctionName)).fn;
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    return resource.fail(
      `FunctionName is ${describe(FunctionName)}, but has to be a function of the assembly: ${cause.message}`,
    );
  }
}

function readBatching(resource: Resource, isFifo: boolean) {
  const window = number(resource, 'MaximumBatchingWindowInSeconds', { min: 0, max: 300, otherwise: 0 });
  if (isFifo && window > 0) resource.fail('Batching window is not supported for FIFO queues: leave it out');
  // A single receive is all there is without a window.
  const max = isFifo || window === 0 ? MAX_RECEIVE : 10_000;
  return {
    batchSize: number(resource, 'BatchSize', { min: 1, max, otherwise: MAX_RECEIVE }),
    batchingWindowMs: window * 1000,
  };
}

function readConcurrency(resource: Resource, scaling: unknown): number {
  if (scaling === undefined) return ENVIRONMENTS;
  if (!isObject(scaling) || scaling.MaximumConcurrency === undefined) {
    return resource.fail(`ScalingConfig is ${describe(scaling)}, but has to be { MaximumConcurrency }: leave it out`);
  }
  const { MaximumConcurrency } = scaling;
  const limits = { min: 2, max: 1_000 };
  return Math.min(ENVIRONMENTS, inRange(resource, 'ScalingConfig.MaximumConcurrency', MaximumConcurrency, limits));
}

function readResponseTypes(resource: Resource): readonly unknown[] {
  const { FunctionResponseTypes: types = [] } = resource.properties;
  if (Array.isArray(types) && types.every((type) => type === REPORT)) return types;
  return resource.fail(
    `FunctionResponseTypes is ${describe(types)}, but may have ${REPORT} alone: correct it, or leave it out`,
  );
}

function number(
  resource: Resource,
  property: string,
  { otherwise, ...limits }: { min: number; max: number; otherwise: number },
): number {
  const value = resource.properties[property];
  return value === undefined ? otherwise : inRange(resource, property, value, limits);
}

function inRange(resource: Resource, name: string, value: unknown, { min, max }: { min: number; max: number }): number {
  const found = Number(value);
  if (Number.isInteger(found) && found >= min && found <= max) return found;
  return resource.fail(
    `${name} is ${describe(value)}, but has to be a whole number from ${min} to ${max}, as AWS allows here: change it`,
  );
}
