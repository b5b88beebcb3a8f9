import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfig } from './function-config.ts';

/** A function, with what is published of it. */
export interface DeployedFunction {
  /** $LATEST. */
  readonly latest: FunctionConfig;
  /** By their numbers, oldest first: each as it was when it was published. */
  readonly versions: ReadonlyMap<string, FunctionConfig>;
}

type DeployedFunctions = ReadonlyMap<string, DeployedFunction>;

export interface RedeployProps {
  /** The names of functions and ARNs of versions that the deployment deletes. */
  readonly deleted: ReadonlySet<string>;
  /** The highest number that the function of this ARN ever had published. */
  readonly lastVersion: (functionArn: string) => number;
}

/**
 * The functions after a deployment. Those that are gone from the template stay where they are retained.
 *
 * @param declared those of the template
 * @throws Error for what AWS would refuse, or what is not honoured here
 */
export function redeploy(
  before: DeployedFunctions,
  declared: readonly DeployedFunction[],
  { deleted, lastVersion }: RedeployProps,
): DeployedFunctions {
  const left = [...before].filter(([name]) => !deleted.has(name));
  const now = declared.map((fn): [string, DeployedFunction] => {
    const old = before.get(fn.latest.name);
    return [fn.latest.name, updated(fn, old, { deleted, lastVersion })];
  });
  return new Map([...left, ...now]);
}

function updated(
  { latest: declared, versions: named }: DeployedFunction,
  old: DeployedFunction | undefined,
  { deleted, lastVersion }: RedeployProps,
): DeployedFunction {
  // One that did not change keeps its environments.
  const latest = old !== undefined && isSame(old.latest, declared) ? old.latest : declared;
  refuseConcurrency(latest, old?.latest);
  const { arn } = latest;
  const last = lastVersion(arn);
  const left = [...(old?.versions ?? [])].filter(([number]) => !deleted.has(`${arn}:${number}`));
  const added = [...named.keys()].filter((number) => Number(number) > last);
  const published = old?.versions.get(String(last));
  if (added.length > 0 && published !== undefined) refuseSecondVersion(latest, published, last);
  return { latest, versions: new Map([...left, ...added.map((number): [string, FunctionConfig] => [number, latest])]) };
}

/** As Lambda does not publish it, and CloudFormation does not do without it. */
function refuseSecondVersion(latest: FunctionConfig, published: FunctionConfig, number: number): void {
  if (!isSame(latest, published)) return;
  throw new Error(
    `a version for this Lambda function exists ( ${number} ): the deployment is to publish another of ${latest.name}, whose code ` +
      'and configuration are those published last: change one of them, or leave the version as it is',
  );
}

/** It holds for all versions together, and at once; environments that are there do not go. */
function refuseConcurrency(latest: FunctionConfig, old: FunctionConfig = latest): void {
  const [was, is] = [old.reservedConcurrency, latest.reservedConcurrency];
  if (was === is) return;
  throw new Error(
    `the reserved concurrency of ${latest.name} changes from ${was ?? 'none'} to ${is ?? 'none'}, but over a cloud that runs ` +
      'it has to stay: boot a cloud of its own from the assembly',
  );
}

function isSame(one: FunctionConfig, other: FunctionConfig): boolean {
  return isDeepStrictEqual(one.declared, other.declared);
}
