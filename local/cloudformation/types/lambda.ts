import { arnOf } from '../place.ts';
import { nameOf, type ResourceType, type ResourceView, uuidOf } from './resource-type.ts';

const functionName = (resource: ResourceView) => nameOf(resource, 'FunctionName', 64);

/** A template holds the current version only, whatever number AWS has come to by then. */
const VERSION = '1';

function versionArn(resource: ResourceView): string {
  const nameOrArn = resource.requiredText('FunctionName');
  return `${nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`)}:${VERSION}`;
}

const mappingArn = (resource: ResourceView) => arnOf('lambda', `event-source-mapping:${uuidOf(resource)}`);

export const LAMBDA: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': {
    ref: functionName,
    attributes: { Arn: (resource) => arnOf('lambda', `function:${functionName(resource)}`) },
  },
  'AWS::Lambda::Version': {
    ref: versionArn,
    attributes: { FunctionArn: versionArn, Version: () => VERSION },
  },
  'AWS::Lambda::EventSourceMapping': {
    ref: uuidOf,
    attributes: { Id: uuidOf, EventSourceMappingArn: mappingArn },
  },
};
