import { describe, isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { compileInput, type TargetInput } from './input.ts';
import { compilePattern, type Pattern } from './pattern/pattern.ts';
import { type RetryPolicy, readRetryPolicy } from './retry-policy.ts';
import { periodOf } from './schedule-expression.ts';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  /** @default - it matches no event, for it has a schedule */
  readonly matches?: Pattern;
  /** Milliseconds. @default - it has no schedule */
  readonly periodMs?: number;
  readonly targets: readonly RuleTarget[];
}

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly service: TargetService;
  readonly input: TargetInput;
  readonly retryPolicy: RetryPolicy;
  /** The ARN of the queue. @default - what cannot be delivered is dropped */
  readonly deadLetterQueueArn?: string;
  /** Of a FIFO queue. @default - none */
  readonly messageGroupId?: string;
}

/** What a rule can have as target, by the service in its ARN. */
export const TARGET_SERVICES = ['states', 'sqs', 'sns', 'lambda'] as const;
export type TargetService = (typeof TARGET_SERVICES)[number];

const HONOURED = ['EventBusName', 'EventPattern', 'Name', 'ScheduleExpression', 'State', 'Targets'];
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  Description: 'for people',
  RoleArn: 'no permission is checked on this machine',
  Tags: 'nothing is billed or allowed by them',
};
const TARGET_HONOURED = [
  'Arn',
  'DeadLetterConfig',
  'Id',
  'Input',
  'InputPath',
  'InputTransformer',
  'RetryPolicy',
  'SqsParameters',
];
const TARGET_WITHOUT_EFFECT: Readonly<Record<string, string>> = { RoleArn: 'no permission is checked on this machine' };

/** The rules that are enabled. @throws TemplateError for one that is not served here as EventBridge serves it */
export function readRules(assembly: Assembly): readonly Rule[] {
  return assembly.resources('AWS::Events::Rule').flatMap((resource) => {
    const rule = readRule(resource);
    return String(resource.properties.State ?? 'ENABLED').startsWith('ENABLED') ? [rule] : [];
  });
}

function readRule(resource: Resource): Rule {
  const { properties, physicalId: name, logicalId } = resource;
  refuseUnknown(resource, 'property', properties, [...HONOURED, ...Object.keys(WITHOUT_EFFECT)]);
  const { EventBusName = 'default', EventPattern, ScheduleExpression, Targets = [] } = properties;
  if (EventBusName !== 'default')
    resource.fail(`is on the bus ${describe(EventBusName)}, but the embedded EventBridge has the default bus alone`);
  return {
    name,
    arn: String(resource.attributes.Arn),
    logicalId,
    ...(EventPattern !== undefined && { matches: orFail(resource, () => compilePattern(EventPattern)) }),
    ...(ScheduleExpression !== undefined && { periodMs: period(resource, ScheduleExpression) }),
    targets: (Array.isArray(Targets) ? Targets : []).map((target) => readTarget(resource, target)),
  };
}

function period(resource: Resource, expression: unknown): number {
  return (
    periodOf(String(expression)) ??
    resource.fail(
      `ScheduleExpression is ${describe(expression)}, but the embedded EventBridge knows rates alone, such as rate(15 minutes)`,
    )
  );
}

function readTarget(resource: Resource, target: unknown): RuleTarget {
  if (!isObject(target)) return resource.fail(`has the target ${describe(target)}, but a target has to be an object`);
  refuseUnknown(resource, 'property of a target', target, [...TARGET_HONOURED, ...Object.keys(TARGET_WITHOUT_EFFECT)]);
  const { Id, Arn, DeadLetterConfig, RetryPolicy, SqsParameters } = target;
  return {
    id: String(Id),
    arn: String(Arn),
    service: serviceOf(resource, Arn),
    input: orFail(resource, () => compileInput(target)),
    retryPolicy: readRetryPolicy(RetryPolicy),
    ...(isObject(DeadLetterConfig) && { deadLetterQueueArn: String(DeadLetterConfig.Arn) }),
    ...(isObject(SqsParameters) && { messageGroupId: String(SqsParameters.MessageGroupId) }),
  };
}

function serviceOf(resource: Resource, arn: unknown): TargetService {
  const service = TARGET_SERVICES.find((it) => it === String(arn).split(':')[2]);
  if (service !== undefined) return service;
  return resource.fail(
    `has the target ${describe(arn)}, but the embedded EventBridge delivers to ${TARGET_SERVICES.join(', ')} alone`,
  );
}

function refuseUnknown(resource: Resource, what: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    resource.fail(`${what} ${unknown} is not honoured by the embedded EventBridge: do without it`);
}

function orFail<T>(resource: Resource, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    return resource.fail(error instanceof Error ? error.message : String(error));
  }
}
