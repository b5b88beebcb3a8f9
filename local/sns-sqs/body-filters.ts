import { isObject } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';

/** Below which names a policy has conditions: `["TransactionDetails", "TransactionId"]`. */
type Path = readonly string[];

/**
 * The filters on bodies, to find messages that would be filtered otherwise than by SNS: there a condition on a list holds
 * where it holds for one of its elements; fauxqs takes a list for nothing at all.
 */
export class BodyFilters {
  readonly #bySubscription = new Map<string, { readonly topicArn: string; readonly paths: readonly Path[] }>();

  add(subscriptionArn: string, topicArn: string, policy: unknown): void {
    this.#bySubscription.set(subscriptionArn, { topicArn, paths: pathsOf(policy, []) });
  }

  remove(subscriptionArn: string): void {
    this.#bySubscription.delete(subscriptionArn);
  }

  /** @throws AwsError InvalidParameter for a message with a list where a filter of the topic looks */
  refuseLists(topicArn: string, message: string): void {
    const paths = [...this.#bySubscription.values()].flatMap((filter) =>
      filter.topicArn === topicArn ? filter.paths : [],
    );
    const body = paths.length === 0 ? undefined : parse(message);
    const path = paths.find((names) => hasList(body, names));
    if (path === undefined) return;
    throw new AwsError(
      'InvalidParameter',
      `Invalid parameter: the embedded SNS does not filter by lists, but ${path.join('.')} is in one, or is one, in this ` +
        'message: filter by something else',
    );
  }
}

function pathsOf(policy: unknown, above: Path): readonly Path[] {
  if (!isObject(policy)) return [];
  return Object.entries(policy).flatMap(([name, value]) => {
    if (name === '$or') return [value].flat().flatMap((alternative) => pathsOf(alternative, above));
    return Array.isArray(value) ? [[...above, name]] : pathsOf(value, [...above, name]);
  });
}

function hasList(value: unknown, [name, ...below]: Path): boolean {
  if (Array.isArray(value)) return true;
  return name !== undefined && isObject(value) && hasList(value[name], below);
}

/** A body that is no JSON passes no filter, neither here nor on AWS. */
function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
