import { nameOf, type ResourceType } from './resource-type.ts';

export const SSM: Readonly<Record<string, ResourceType>> = {
  'AWS::SSM::Parameter': {
    ref: (resource) => nameOf(resource, 'Name', 1011),
    attributes: { Type: (resource) => resource.text('Type'), Value: (resource) => resource.text('Value') },
  },
};
