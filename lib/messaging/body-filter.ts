import { FilterOrPolicy, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { type FilterPolicy, isList } from './filter-policy.ts';

/** A filter policy as the CDK takes it; it comes out in the template as it went in. */
export function bodyFilter(policy: FilterPolicy): Record<string, FilterOrPolicy> {
  return Object.fromEntries(
    Object.entries(policy).map(([name, value]) => [
      name,
      isList(value)
        ? FilterOrPolicy.filter(new SubscriptionFilter([...value]))
        : FilterOrPolicy.policy(bodyFilter(value)),
    ]),
  );
}
