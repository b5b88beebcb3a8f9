import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../local/events/pattern/pattern.ts';

const event = {
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  resources: ['arn:one', 'arn:two'],
  detail: { status: 'FAILED', error: 'States.Runtime', count: 3, none: null, nothing: [], name: 'Saga-1' },
};

describe('an event pattern', () => {
  test.each([
    ['a value', { source: ['aws.states'] }, { source: ['aws.s3'] }],
    ['one value of several', { source: ['aws.s3', 'aws.states'] }, { source: ['aws.s3', 'aws.sns'] }],
    [
      'every name',
      { source: ['aws.states'], detail: { count: [3] } },
      { source: ['aws.states'], detail: { count: [4] } },
    ],
    ['one element of a list', { resources: ['arn:two'] }, { resources: ['arn:three'] }],
    ['a number as a number', { detail: { count: [3] } }, { detail: { count: ['3'] } }],
    ['null', { detail: { none: [null] } }, { detail: { status: [null] } }],
    ['a prefix', { detail: { error: [{ prefix: 'States.' }] } }, { detail: { error: [{ prefix: 'Lambda.' }] } }],
    ['a suffix', { detail: { error: [{ suffix: '.Runtime' }] } }, { detail: { error: [{ suffix: '.All' }] } }],
    [
      'whatever the case',
      { detail: { status: [{ 'equals-ignore-case': 'failed' }] } },
      { detail: { status: ['failed'] } },
    ],
    [
      'anything but a value',
      { detail: { status: [{ 'anything-but': 'OK' }] } },
      { detail: { status: [{ 'anything-but': 'FAILED' }] } },
    ],
    [
      'anything but some',
      { detail: { status: [{ 'anything-but': ['A', 'B'] }] } },
      { detail: { status: [{ 'anything-but': ['FAILED'] }] } },
    ],
    [
      'anything but a prefix',
      { detail: { error: [{ 'anything-but': { prefix: 'L' } }] } },
      { detail: { error: [{ 'anything-but': { prefix: 'S' } }] } },
    ],
    ['what is there', { detail: { error: [{ exists: true }] } }, { detail: { other: [{ exists: true }] } }],
    ['what is not there', { detail: { other: [{ exists: false }] } }, { detail: { error: [{ exists: false }] } }],
    [
      'numbers between',
      { detail: { count: [{ numeric: ['>', 2, '<=', 3] }] } },
      { detail: { count: [{ numeric: ['>', 3] }] } },
    ],
  ])('matches %s', (_, matching, other) => {
    expect([compilePattern(matching)(event), compilePattern(other)(event)]).toEqual([true, false]);
  });

  test('matches one of the patterns of $or, beside all the others', () => {
    const pattern = (source: string) => ({
      source: [source],
      detail: {
        $or: [{ status: ['TIMED_OUT', 'ABORTED'] }, { status: ['FAILED'], error: ['States.Runtime', 'SagaOpen'] }],
      },
    });
    const withDetail = (detail: object) => ({ ...event, detail });
    const matches = compilePattern(pattern('aws.states'));

    expect(matches(event)).toBe(true);
    expect(matches(withDetail({ status: 'ABORTED' }))).toBe(true);
    expect(matches(withDetail({ status: 'FAILED', error: 'Business' }))).toBe(false);
    expect(matches(withDetail({ status: 'FAILED' }))).toBe(false);
    expect(compilePattern(pattern('aws.s3'))(event)).toBe(false);
  });

  test('takes an empty list for no value', () => {
    expect(compilePattern({ detail: { nothing: [{ exists: false }] } })(event)).toBe(true);
    expect(compilePattern({ detail: { nothing: [{ 'anything-but': 'x' }] } })(event)).toBe(false);
  });

  test('does not find what only every object has', () => {
    expect(compilePattern({ detail: { constructor: [{ exists: true }] } })(event)).toBe(false);
  });

  test.each([
    [{}, 'EventPattern is'],
    [{ source: 'aws.states' }, 'EventPattern.source is'],
    [{ source: [] }, 'EventPattern.source is an empty list'],
    [
      { source: [{ cidr: '10.0.0.0/8' }] },
      'matches a value or one of prefix, suffix, equals-ignore-case, exists, numeric, anything-but',
    ],
    [{ source: [{ wildcard: '*' }] }, 'EventPattern.source has'],
    [{ detail: { n: [{ numeric: ['>'] }] } }, 'EventPattern.detail.n has'],
    [{ detail: { n: [{ numeric: ['~', 1] }] } }, 'EventPattern.detail.n has'],
    [{ detail: { n: [{ 'anything-but': [] }] } }, 'EventPattern.detail.n has'],
    [{ detail: { n: [{ 'anything-but': { exists: true } }] } }, 'EventPattern.detail.n has'],
    [{ detail: { $or: [{ a: ['b'] }] } }, 'EventPattern.detail.$or is'],
  ])('%j is refused, saying where: %s', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
