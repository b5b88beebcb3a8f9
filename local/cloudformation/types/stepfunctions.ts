import { isObject } from '../../../contract/describe.ts';
import { arnOf } from '../place.ts';
import { generatedName, type ResourceType, type ResourceView } from './resource-type.ts';

/** As on AWS, a generated name begins with the logical id alone. */
function ownName(resource: ResourceView, property: string): string {
  return resource.text(property) ?? generatedName(resource, resource.logicalId, 80);
}

const machineName = (resource: ResourceView) => ownName(resource, 'StateMachineName');
const machineArn = (resource: ResourceView) => arnOf('states', `stateMachine:${machineName(resource)}`);

function versionArn(resource: ResourceView): string {
  const owner = resource.requiredText('StateMachineArn');
  return `${owner}:${resource.versionNumber(owner)}`;
}

/** An alias names versions only, so the machine's ARN is one of theirs without its number. */
function aliasArn(resource: ResourceView): string {
  const routing = resource.property('RoutingConfiguration');
  const deployment = resource.property('DeploymentPreference');
  const route = Array.isArray(routing) ? routing[0] : deployment;
  const version = isObject(route) ? String(route.StateMachineVersionArn) : '';
  return `${version.replace(/:\d+$/, '')}:${ownName(resource, 'Name')}`;
}

export const STEP_FUNCTIONS: Readonly<Record<string, ResourceType>> = {
  'AWS::StepFunctions::StateMachine': {
    ref: machineArn,
    attributes: {
      Arn: machineArn,
      Name: machineName,
      StateMachineRevisionId: ({ revisionId = 'INITIAL' }) => revisionId,
    },
  },
  'AWS::StepFunctions::StateMachineVersion': { ref: versionArn, attributes: { Arn: versionArn } },
  'AWS::StepFunctions::StateMachineAlias': { ref: aliasArn, attributes: { Arn: aliasArn } },
};
