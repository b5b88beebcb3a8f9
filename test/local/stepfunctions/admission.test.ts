import { afterEach, beforeEach, expect, test } from '@jest/globals';
import sinon from 'sinon';
import { Admission } from '../../../local/stepfunctions/admission.ts';

let clock: sinon.SinonFakeTimers;
beforeEach(() => {
  clock = sinon.useFakeTimers();
});
afterEach(() => clock.restore());

test('an execution begins at once while few invocations wait', () => {
  const begin = sinon.spy();
  new Admission(() => 49).enter(begin);
  expect(begin.callCount).toBe(1);
});

test('executions wait while too many invocations do, and begin in their order, as many as there is room for', () => {
  let backlog = 50;
  const begun: number[] = [];
  const admission = new Admission(() => backlog);
  for (const index of [0, 1, 2, 3]) admission.enter(() => begun.push(index));

  clock.tick(1_000);
  expect(begun).toEqual([]);
  backlog = 48;
  clock.tick(5);
  expect(begun).toEqual([0, 1]);
  backlog = 0;
  clock.tick(5);
  expect(begun).toEqual([0, 1, 2, 3]);
  expect(clock.countTimers()).toBe(0);
});

test('what waits when the cloud is closed never begins', () => {
  const begin = sinon.spy();
  const admission = new Admission(() => 50);
  admission.enter(begin);
  admission.close();
  clock.tick(1_000);
  expect(begin.callCount).toBe(0);
});
