import validate from 'asl-validator';
import type { Template } from 'aws-cdk-lib/assertions';

export interface Asl {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, AslState>>;
}

export interface AslState {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Resource?: string;
  readonly ResultPath?: string | null;
  readonly ResultSelector?: unknown;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly ErrorPath?: string;
  readonly CausePath?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly AslRetry[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly ResultPath?: string;
  }[];
}

export interface AslRetry {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

/** The definition of the only state machine in a template, its references as `<LogicalId.Attribute>`. */
export function aslOf(template: Template): Asl {
  const [machine, ...others] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  if (machine === undefined || others.length > 0)
    throw new Error(`expected one state machine, got ${others.length + 1}`);
  return JSON.parse(flatten(machine.Properties.DefinitionString));
}

/** The definition of the state machine whose logical id begins so, of several. */
export function definitionOf(template: Template, beginning: string): Asl {
  const machines = Object.entries(template.findResources('AWS::StepFunctions::StateMachine'));
  const [machine, ...others] = machines.filter(([logicalId]) => logicalId.startsWith(beginning));
  if (machine === undefined || others.length > 0) throw new Error(`expected one ${beginning}, got ${machines.length}`);
  return JSON.parse(flatten(machine[1].Properties.DefinitionString));
}

export function state(asl: Asl, name: string): AslState {
  const found = asl.States[name];
  if (found === undefined) throw new Error(`there is no state ${name}, only ${Object.keys(asl.States).join(', ')}`);
  return found;
}

/** What the validator finds; it works on a copy, because it writes into what it checks. */
export function problemsOf(asl: Asl): readonly unknown[] {
  return validate(structuredClone(asl)).errors;
}

/** The states from one to the end, where nothing fails. */
export function pathFrom(asl: Asl, start: string): string[] {
  const path: string[] = [];
  for (let name: string | undefined = start; name !== undefined; ) {
    path.push(name);
    const { Next, Default }: AslState = state(asl, name);
    name = Next ?? Default;
  }
  return path;
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [string, readonly (string | Intrinsic)[]];
}

function flatten(value: string | Intrinsic): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value;
  if (join !== undefined) return join[1].map(flatten).join(join[0]);
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  if (Ref === 'AWS::Partition') return 'aws';
  if (Ref !== undefined) return `<${Ref}>`;
  throw new Error(`an intrinsic that is not known here: ${JSON.stringify(value)}`);
}
