import type { Template } from 'aws-cdk-lib/assertions';
import { isObject } from '../../../contract/describe.ts';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: of any kind; the schemas say what is in it
  readonly spec: any;
}

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';

const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

/** The Kubernetes objects that a template applies, by the logical id of what applies them, in its order. */
export function manifestsOf(template: Template): Map<string, KubernetesObject[]> {
  return new Map(
    Object.entries(template.findResources(MANIFEST)).map(([id, { Properties }]) => [
      id,
      JSON.parse(resolve(template, Properties.Manifest)),
    ]),
  );
}

/** All of them. */
export function objectsOf(template: Template): KubernetesObject[] {
  return [...manifestsOf(template).values()].flat();
}

/** The only object of a kind. */
export function objectOf(template: Template, kind: string, name?: string): KubernetesObject {
  const found = objectsOf(template).filter(
    (one) => one.kind === kind && (name ?? one.metadata.name) === one.metadata.name,
  );
  const [only, ...more] = found;
  if (only === undefined || more.length > 0) throw new Error(`${found.length} of ${kind} ${name ?? ''}, expected one`);
  return only;
}

/** A text of a template as it might be on deployment: what is made there gets a value of the right form. */
export function resolve(template: Template, value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw new Error(`no text: ${JSON.stringify(value)}`);
  const [[name, argument] = []] = Object.entries(value);
  switch (name) {
    case 'Ref':
      return pseudo(String(argument)) ?? physicalId(template, String(argument));
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map((part) => resolve(template, part)).join(separator);
    }
    case 'Fn::Sub':
      return substitute(template, argument as string | [string, Record<string, unknown>]);
    case 'Fn::Select': {
      const [index, list] = argument as [number | string, { 'Fn::Split': [string, unknown] }];
      const [separator, text] = list['Fn::Split'];
      return resolve(template, text).split(separator)[Number(index)] ?? '';
    }
    case 'Fn::GetAtt': {
      const [id, attribute] = argument as [string, string];
      return attributeOf(template, id, attribute);
    }
    // Of another stack, which stands elsewhere.
    case 'Fn::GetStackOutput':
      return `output-of-${(argument as Record<string, string>).StackName}`;
    default:
      throw new Error(`an intrinsic that is not known here: ${JSON.stringify(value)}`);
  }
}

function substitute(template: Template, argument: string | [string, Record<string, unknown>]): string {
  const [text, variables] = typeof argument === 'string' ? [argument, {}] : argument;
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) =>
    name in variables
      ? resolve(template, variables[name])
      : name.includes('.')
        ? attributeOf(template, name.split('.')[0] ?? '', name.split('.').slice(1).join('.'))
        : resolve(template, { Ref: name }),
  );
}

function pseudo(name: string): string | undefined {
  const values: Readonly<Record<string, string>> = {
    'AWS::Region': REGION,
    'AWS::AccountId': ACCOUNT,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  };
  return values[name];
}

const typeOf = (template: Template, id: string): string => template.toJSON().Resources[id]?.Type ?? 'nothing';

const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/ABC`;

const IDS: Readonly<Record<string, (id: string) => string>> = {
  'AWS::SQS::Queue': (id) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${id}`,
  'AWS::StepFunctions::StateMachine': (id) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${id}`,
  'AWS::IAM::OIDCProvider': () => `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`,
  'AWS::EC2::Subnet': (id) => `subnet-${id}`,
};

function physicalId(template: Template, id: string): string {
  return IDS[typeOf(template, id)]?.(id) ?? id;
}

function attributeOf(template: Template, id: string, attribute: string): string {
  const type = typeOf(template, id);
  if (attribute !== 'Arn') return `${id}.${attribute}`;
  const service = type.split('::')[1]?.toLowerCase() ?? '';
  if (service === 'iam')
    return type === 'AWS::IAM::Role' ? `arn:aws:iam::${ACCOUNT}:role/${id}` : (IDS[type]?.(id) ?? id);
  if (type === 'AWS::StepFunctions::StateMachineAlias')
    return `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:saga:live`;
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${id}`;
}
