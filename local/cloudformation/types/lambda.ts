import { arnOf } from '../place.ts';
import { nameOf, type ResourceType, type ResourceView, uuidOf } from './resource-type.ts';

const functionName = (resource: ResourceView) => nameOf(resource, 'FunctionName', 64);

function ownerArn(resource: ResourceView): string {
  const nameOrArn = resource.requiredText('FunctionName');
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`);
}

const version = (resource: ResourceView) => resource.versionNumber(ownerArn(resource));
const versionArn = (resource: ResourceView) => `${ownerArn(resource)}:${version(resource)}`;

const mappingArn = (resource: ResourceView) => arnOf('lambda', `event-source-mapping:${uuidOf(resource)}`);

export const LAMBDA: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': {
    ref: functionName,
    attributes: { Arn: (resource) => arnOf('lambda', `function:${functionName(resource)}`) },
  },
  'AWS::Lambda::Version': {
    ref: versionArn,
    attributes: { FunctionArn: versionArn, Version: version },
  },
  'AWS::Lambda::EventSourceMapping': {
    ref: uuidOf,
    attributes: { Id: uuidOf, EventSourceMappingArn: mappingArn },
  },
};
