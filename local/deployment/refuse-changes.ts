import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { RESOURCE_TYPES } from '../cloudformation/types/index.ts';
import { isForPods } from '../sts/roles.ts';
import { counterpart, isUnchanged } from './changes.ts';

/** What may become of a resource. */
type Change = 'added' | 'changed' | 'removed';

const HONOURED: Readonly<Record<string, readonly Change[]>> = {
  'AWS::Lambda::Function': ['added', 'changed', 'removed'],
  'AWS::Lambda::Version': ['added', 'changed', 'removed'],
  'AWS::StepFunctions::StateMachine': ['added', 'changed'],
  'AWS::StepFunctions::StateMachineVersion': ['added', 'changed'],
  'AWS::StepFunctions::StateMachineAlias': ['added', 'changed'],
};

/** They have no effect of their own, but what runs in the cluster is read from them once. */
const READ_BY_PODS = ['AWS::EKS::Cluster', 'Custom::AWSCDK-EKS-HelmChart'];

/** @throws TemplateError for the first resource that the deployment would change and this cloud cannot, by its name */
export function refuseChanges(before: Assembly, next: Assembly): void {
  for (const old of before.resources()) {
    const now = counterpart(next, old);
    // Under another name it is another: the old one is removed.
    if (now === undefined || (isNamedByTemplate(old) && now.physicalId !== old.physicalId)) allow(old, 'removed');
  }
  for (const now of next.resources()) {
    if (counterpart(before, now) === undefined) allow(now, 'added');
    // Asked last: what has no effect need not even be resolvable.
    else if (!isHonoured(now, 'changed') && !isUnchanged(before, now)) allow(now, 'changed');
  }
}

function isHonoured(resource: Resource, change: Change): boolean {
  return HONOURED[resource.type]?.includes(change) ?? hasNoEffect(resource);
}

function allow(resource: Resource, change: Change): void {
  if (isHonoured(resource, change)) return;
  const all = Object.entries(HONOURED).map(([name, changes]) => `${name} (${changes.join(', ')})`);
  resource.fail(
    `is ${change} by the deployment, but over a cloud that runs only these may be: ${all.join(', ')}, and what has no ` +
      'effect here: boot a cloud of its own from the assembly',
  );
}

function hasNoEffect(resource: Resource): boolean {
  if (READ_BY_PODS.includes(resource.type)) return false;
  if (resource.type === 'AWS::IAM::Role' && isForPods(resource)) return false;
  return RESOURCE_TYPES.get(resource.type)?.inert !== undefined;
}

/** A version's physical id has its number, which another takes the place of. */
function isNamedByTemplate({ type }: Resource): boolean {
  return !type.endsWith('Version');
}
