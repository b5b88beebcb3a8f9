import { arnOf } from '../place.ts';
import { nameOf, type ResourceType, type ResourceView } from './resource-type.ts';

const ruleName = (resource: ResourceView) => nameOf(resource, 'Name', 64);

export const EVENTS: Readonly<Record<string, ResourceType>> = {
  // On the default bus, which is the only one here: local/events refuses a rule on another.
  'AWS::Events::Rule': {
    ref: ruleName,
    attributes: { Arn: (resource) => arnOf('events', `rule/${ruleName(resource)}`) },
  },
};
