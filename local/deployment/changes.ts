import { isDeepStrictEqual } from 'node:util';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';

/** What tells which resource of one assembly is which of another: its stack and logical id. */
type Named = Pick<Resource, 'stack' | 'logicalId'>;

/** The resource of that stack and logical id. */
export function counterpart(assembly: Assembly, { stack, logicalId }: Named): Resource | undefined {
  return assembly.resources().find((other) => other.stack === stack && other.logicalId === logicalId);
}

/** Whether a deployment finds the resource as it is, whatever somebody did to it since: templates alone are compared. */
export function isUnchanged(before: Assembly | undefined, resource: Named & Pick<Resource, 'properties'>): boolean {
  const old = before && counterpart(before, resource);
  return old !== undefined && isDeepStrictEqual(old.properties, resource.properties);
}

/**
 * The physical ids that the deployment deletes: those which the next template names no more, unless it is told to leave them.
 * CloudFormation asks `DeletionPolicy` where the logical id is gone, and `UpdateReplacePolicy` where it means another by now.
 */
export function deletedIds(before: Assembly, next: Assembly, type: string): string[] {
  const named = new Set(next.resources(type).map(({ physicalId }) => physicalId));
  const gone = before.resources(type).filter(({ physicalId }) => !named.has(physicalId));
  const deleted = gone.filter((old) => !(counterpart(next, old)?.isKeptWhen('replaced') ?? old.isKeptWhen('removed')));
  return deleted.map(({ physicalId }) => physicalId);
}
