import { expect, test } from '@jest/globals';
import {
  MAX_TIMER_SECONDS,
  scaleRetries,
} from '../../../../../local/stepfunctions/definition/mends/retry-intervals.ts';
import { stateOf } from '../../support/state.ts';

const ErrorEquals = ['Busy'];

test.each([
  [1, {}, { IntervalSeconds: 1, MaxDelaySeconds: MAX_TIMER_SECONDS }],
  [0.1, { IntervalSeconds: 20, MaxDelaySeconds: 60 }, { IntervalSeconds: 2, MaxDelaySeconds: 6 }],
  [0, { IntervalSeconds: 20, MaxDelaySeconds: 60 }, { IntervalSeconds: 0, MaxDelaySeconds: MAX_TIMER_SECONDS }],
  [1, { MaxDelaySeconds: 31_622_400 }, { IntervalSeconds: 1, MaxDelaySeconds: MAX_TIMER_SECONDS }],
])('at the time scale %d, %j becomes %j', (timeScale, retrier, scaled) => {
  const Retry = [{ ErrorEquals, MaxAttempts: 9, ...retrier }];

  expect(scaleRetries(timeScale)(stateOf({ Retry }))).toEqual(
    stateOf({ Retry: [{ ErrorEquals, MaxAttempts: 9, ...scaled }] }),
  );
});

test('the longest wait is one that a timer of Node.js can last', () => {
  expect(MAX_TIMER_SECONDS * 1000).toBeLessThan(2 ** 31);
});

test('a state without Retry stays as it is', () => {
  expect(scaleRetries(0.1)(stateOf({}))).toEqual(stateOf({}));
});
