import type { Template, TemplateResource } from './templates.ts';

/** What of an idle stack is paid for. */
export interface Priced {
  readonly controlPlanes: number;
  readonly natGateways: number;
  readonly publicAddresses: number;
  readonly alarms: number;
  /** Schedules: the sweep for what recovery has missed. */
  readonly sweeps: number;
  readonly observability: number;
  /** A month: polls of event sources or pods, and looks at the queues' depth. */
  readonly requests: number;
  /** What Auto Mode makes for the pods: the cheapest instance of the architecture, and its disk. */
  readonly node: string;
}

const MINUTES_A_MONTH = 730 * 60;
/** Five pollers of an event source, three polls of 20 s a minute each. */
const BY_EVENT_SOURCE = 5 * 3 * MINUTES_A_MONTH;
/** A pod has one poller when it is idle; KEDA looks every 30 s, the autoscaler through it every 15. */
const BY_PODS = (3 + 2 + 4) * MINUTES_A_MONTH;
/** Of Auto Mode's own NodeClass, in GiB. */
const DEFAULT_DISK = 80;

/** The cheapest that Auto Mode takes of families c, m and r from generation 5 on, with two CPUs. */
const CHEAPEST: Readonly<Record<string, string>> = { amd64: 'c6a.large', arm64: 'c6g.large' };

export function countPriced(templates: readonly Template[]): Priced {
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
  const manifests = resources.filter(({ Type }) => Type === MANIFEST).map(textOf);
  const pods = manifests.filter((manifest) => manifest.includes('"kind":"ScaledObject"')).length;
  return {
    controlPlanes: count('AWS::EKS::Cluster'),
    natGateways: count('AWS::EC2::NatGateway'),
    publicAddresses: count('AWS::EC2::EIP'),
    alarms: count('AWS::CloudWatch::Alarm'),
    sweeps: resources.filter(({ Properties }) => Properties?.ScheduleExpression !== undefined).length,
    observability: count('AWS::EKS::Addon'),
    requests: count('AWS::Lambda::EventSourceMapping') * BY_EVENT_SOURCE + pods * BY_PODS,
    node: count('AWS::EKS::Cluster') === 0 ? 'none' : nodeOf(manifests.join()),
  };
}

/** Types of which neither is known that they cost nothing when they idle, nor counted above. */
export function unknownTypes(templates: readonly Template[]): string[] {
  const types = templates.flatMap(({ Resources }) => Object.values(Resources).map(kindOf));
  return [...new Set(types)].filter((type) => !COUNTED.has(type) && !FREE.has(type)).sort();
}

/** Endpoints are one type: those of S3 and DynamoDB are gateways, which are free; an interface is paid by the hour. */
function kindOf({ Type, Properties }: TemplateResource): string {
  return Type === 'AWS::EC2::VPCEndpoint' ? `${Type} (${Properties?.VpcEndpointType ?? 'Gateway'})` : Type;
}

const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

/** A manifest is a text, in pieces where it refers to something. */
function textOf({ Properties }: TemplateResource): string {
  return JSON.stringify(Properties?.Manifest).replaceAll('\\"', '"');
}

function nodeOf(manifests: string): string {
  const architecture = /"kubernetes\.io\/arch":"(\w+)"/.exec(manifests)?.[1] ?? '';
  const disk = /"ephemeralStorage":\{"size":"(\d+)Gi"/.exec(manifests)?.[1] ?? DEFAULT_DISK;
  return `${CHEAPEST[architecture]}, ${disk} GiB`;
}

const COUNTED: ReadonlySet<string> = new Set([
  'AWS::EKS::Cluster',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EIP',
  'AWS::CloudWatch::Alarm',
  'AWS::EKS::Addon',
  'AWS::Lambda::EventSourceMapping',
]);

/** Paid by use, or not at all. */
const FREE: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::FlowLog',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCEndpoint (Gateway)',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EKS::AccessEntry',
  'AWS::EKS::PodIdentityAssociation',
  'AWS::Events::Rule',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::StepFunctions::StateMachine',
  'AWS::StepFunctions::StateMachineAlias',
  'AWS::StepFunctions::StateMachineVersion',
  'Custom::AWSCDK-EKS-HelmChart',
  MANIFEST,
]);
