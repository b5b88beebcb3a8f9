import { randomUUID } from 'node:crypto';
import type { Assembly } from '../cloudformation/assembly.ts';
import type { DeclaredResource, History } from '../cloudformation/types/resource-type.ts';
import { counterpart, isUnchanged } from './changes.ts';

/**
 * What a deployment takes over from the one before it: a version that both templates have keeps its number, one that is new
 * gets the next. It is asked while the template is resolved, often, and has to say the same each time.
 */
export class DeploymentHistory implements History {
  readonly #before: Assembly;
  readonly #lastVersion: (ownerArn: string) => number;
  readonly #numbers = new Map<string, string>();
  readonly #revisions = new Map<string, string>();
  /** How many are new, by what they are versions of. */
  readonly #added = new Map<string, number>();

  /** @param lastVersion the highest number that a function or state machine ever had published, deleted or not */
  constructor(before: Assembly, lastVersion: (ownerArn: string) => number) {
    this.#before = before;
    this.#lastVersion = lastVersion;
  }

  versionNumber(version: DeclaredResource, ownerArn: string): string {
    return once(this.#numbers, version, () => {
      if (isUnchanged(this.#before, version)) return lastPart(counterpart(this.#before, version)?.physicalId);
      const added = (this.#added.get(ownerArn) ?? 0) + 1;
      this.#added.set(ownerArn, added);
      return String(this.#lastVersion(ownerArn) + added);
    });
  }

  revisionId(machine: DeclaredResource): string | undefined {
    const old = counterpart(this.#before, machine);
    if (old === undefined) return undefined;
    if (isUnchanged(this.#before, machine)) return String(old.attributes.StateMachineRevisionId);
    return once(this.#revisions, machine, randomUUID);
  }
}

function once(known: Map<string, string>, { stack, logicalId }: DeclaredResource, compute: () => string): string {
  const key = `${stack}/${logicalId}`;
  const value = known.get(key) ?? compute();
  known.set(key, value);
  return value;
}

function lastPart(arn = ''): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
