import { describe, expect, test } from '@jest/globals';
import { type FilterPolicy, filterPolicyFlaw } from '../../../lib/messaging/filter-policy.ts';
import { newGroup, templateOf } from '../support/messaging.ts';

const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);

describe('a filter policy', () => {
  const accepted: FilterPolicy[] = [
    { Attempt: [1] },
    { a: ['x', 2, true, null, { prefix: 'y' }, { 'anything-but': ['z'] }, { exists: false }] },
    { TransactionDetails: { TransactionId: [{ prefix: 'eu-' }] } },
    { $or: [{ a: ['x'] }, { b: ['y'], c: ['z'] }] },
    { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'] },
    { a: values(150) },
    { a: { b: values(75) } },
    { a: values(15), b: values(10) },
  ];

  test.each(accepted)('%j is taken, and comes out as it went in', (filterPolicy) => {
    expect(filterPolicyFlaw(filterPolicy)).toBeUndefined();
    const [subscription] = Object.values(
      templateOf(newGroup({ group: { filterPolicy } })).findResources('AWS::SNS::Subscription'),
    );
    expect(subscription?.Properties.FilterPolicy).toEqual(filterPolicy);
  });

  const refused: [unknown, string][] = [
    ['x', 'filterPolicy is "x", but has to be an object of names to match such as'],
    [[], 'filterPolicy is a list of 0, but has to be an object'],
    [{}, 'filterPolicy is an object with no properties, but has to be an object of names to match such as'],
    [null, 'filterPolicy is null, but'],
    [
      { a: 'x' },
      'filterPolicy.a is "x", but has to be a list of what it may be, or an object of names below it: put it',
    ],
    [{ a: { b: 7 } }, 'filterPolicy.a.b is the number 7, but has to be a list'],
    [{ a: {} }, 'filterPolicy.a is an object with no properties, but'],
    [{ a: [] }, 'filterPolicy.a is an empty list, which nothing matches: list what it may be'],
    [{ a: ['x', ['y']] }, 'filterPolicy.a[1] is a list of 1, but has to be a value or a matcher such as'],
    [
      { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'], f: ['1'] },
      'filterPolicy has 6 names, but may have at most 5: filter on fewer',
    ],
    [{ a: values(151) }, 'filterPolicy has 151 combinations of values, but may have at most 150'],
    [{ a: { b: values(76) } }, 'filterPolicy has 152 combinations of values'],
    [{ a: values(16), b: values(10) }, 'filterPolicy has 160 combinations of values'],
  ];

  test.each(refused)('%j is refused with what, got, allowed and what to do', (policy, flaw) => {
    expect(filterPolicyFlaw(policy)).toContain(flaw);
  });
});
