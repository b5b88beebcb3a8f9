import { ACCOUNT, arnOf, PARTITION } from '../place.ts';
import { nameOf, type ResourceType, type ResourceView, uuidOf } from './resource-type.ts';

const NO_PERMISSIONS = 'no permission is checked on this machine: every caller may do everything';
const NO_LOGS = 'log lines go to the callbacks of the services, not to CloudWatch';
const NO_METRICS = 'no metrics are collected, so nothing can be drawn or go off';
const NO_ENCRYPTION = 'everything is held in memory, unencrypted';

const logGroupName = (resource: ResourceView) => nameOf(resource, 'LogGroupName', 512);
const keyArn = (resource: ResourceView) => arnOf('kms', `key/${uuidOf(resource)}`);

/** IAM is global: its ARNs have no region. */
function iamArn(resource: ResourceView, kind: string, nameProperty: string): string {
  return `arn:${PARTITION}:iam::${ACCOUNT}:${kind}${resource.text('Path') ?? '/'}${nameOf(resource, nameProperty, 64)}`;
}

/** What a template may hold although nothing on this machine depends on it: each with the reason. */
export const INERT: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': {
    inert: NO_PERMISSIONS,
    ref: (resource) => nameOf(resource, 'RoleName', 64),
    attributes: {
      Arn: (resource) => iamArn(resource, 'role', 'RoleName'),
      RoleId: (resource) => `AROA${uuidOf(resource).replaceAll('-', '').slice(0, 17).toUpperCase()}`,
    },
  },
  'AWS::IAM::Policy': { inert: NO_PERMISSIONS },
  'AWS::IAM::RolePolicy': { inert: NO_PERMISSIONS },
  'AWS::IAM::ManagedPolicy': {
    inert: NO_PERMISSIONS,
    ref: (resource) => iamArn(resource, 'policy', 'ManagedPolicyName'),
  },
  'AWS::Lambda::LayerVersion': {
    inert: 'only functions that serve a deployment have layers: any other that asks for one is refused',
    ref: (resource) => arnOf('lambda', `layer:${nameOf(resource, 'LayerName', 140)}:1`),
  },
  'AWS::Lambda::Permission': { inert: NO_PERMISSIONS },
  'AWS::SNS::TopicPolicy': { inert: NO_PERMISSIONS },
  'AWS::SQS::QueuePolicy': { inert: NO_PERMISSIONS },
  'AWS::Logs::LogGroup': {
    inert: NO_LOGS,
    ref: logGroupName,
    attributes: { Arn: (resource) => arnOf('logs', `log-group:${logGroupName(resource)}:*`) },
  },
  'AWS::Logs::ResourcePolicy': { inert: NO_PERMISSIONS },
  'AWS::Logs::MetricFilter': { inert: NO_METRICS },
  'AWS::CloudWatch::Alarm': {
    inert: NO_METRICS,
    ref: (resource) => nameOf(resource, 'AlarmName', 255),
    attributes: { Arn: (resource) => arnOf('cloudwatch', `alarm:${nameOf(resource, 'AlarmName', 255)}`) },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    inert: NO_METRICS,
    ref: (resource) => nameOf(resource, 'AlarmName', 255),
    attributes: { Arn: (resource) => arnOf('cloudwatch', `alarm:${nameOf(resource, 'AlarmName', 255)}`) },
  },
  'AWS::CloudWatch::Dashboard': { inert: NO_METRICS, ref: (resource) => nameOf(resource, 'DashboardName', 255) },
  'AWS::KMS::Key': { inert: NO_ENCRYPTION, ref: uuidOf, attributes: { Arn: keyArn, KeyId: uuidOf } },
  'AWS::KMS::Alias': { inert: NO_ENCRYPTION, ref: (resource) => resource.requiredText('AliasName') },
  'AWS::CDK::Metadata': { inert: 'only AWS counts which versions of CDK are in use' },
};
