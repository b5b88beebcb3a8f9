import { expect, test } from '@jest/globals';
import { retryAtOnce, retryWaitMs } from '../../../../../local/stepfunctions/definition/mends/retry-intervals.ts';
import { stateOf } from '../../support/state.ts';

const matching = { ErrorEquals: ['Busy'], MaxAttempts: 9 };
const interval = { IntervalSeconds: 20, BackoffRate: 3, MaxDelaySeconds: 60, JitterStrategy: 'FULL' } as const;

test.each([
  ['what it says', interval],
  ['nothing', {}],
])('a retrier waits for nothing, and has with it how long it would have waited: %s', (_, given) => {
  expect(retryAtOnce(stateOf({ Retry: [{ ...matching, ...given }] }))).toEqual(
    stateOf({ Retry: [{ ...matching, IntervalSeconds: 0, Interval: given }] }),
  );
});

test('a state without Retry stays as it is', () => {
  expect(retryAtOnce(stateOf({}))).toEqual(stateOf({}));
});

test.each([
  ['of a second, doubled each time, by default', {}, [1000, 2000, 4000, 8000]],
  ['that grows by its rate', { IntervalSeconds: 3, BackoffRate: 1.5 }, [3000, 4500, 6750]],
  ['up to its cap', { IntervalSeconds: 20, BackoffRate: 2, MaxDelaySeconds: 60 }, [20_000, 40_000, 60_000, 60_000]],
])('a retry has a wait %s', (_, given, waits) => {
  expect(waits.map((_wait, index) => retryWaitMs(given, index + 1, 0.5))).toEqual(waits);
});

test('full jitter takes any part of the wait, after the cap', () => {
  expect([0, 0.25, 1].map((random) => retryWaitMs(interval, 3, random))).toEqual([0, 15_000, 60_000]);
});
