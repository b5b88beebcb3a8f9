import { describe, expect, test } from '@jest/globals';
import type { FaultPlan } from '../../../contract/fault-plan.ts';
import { fail, rollbackFault, runFault } from '../../../lambda/step/faults.ts';

const first = { Step: 'Transform', RetryCount: 0 };
const retry = (RetryCount: number) => ({ ...first, RetryCount });
const noDraw = () => {
  throw new Error('drew at random');
};
const plan = (rest: Partial<FaultPlan>): FaultPlan => ({ step: 'Transform', phase: 'before', ...rest });

describe('runFault', () => {
  test.each([undefined, false])('is none for simulateFail %p', (simulateFail) => {
    expect(runFault(simulateFail, first, noDraw)).toBeUndefined();
  });

  test.each([
    [0, 'before'],
    [0.1499, 'before'],
    [0.15, 'after'],
    [0.2999, 'after'],
  ])('is a SimulatedFailure for simulateFail true and a draw of %d: %s the write', (draw, phase) => {
    expect(runFault(true, first, () => draw)).toEqual({ phase, error: 'SimulatedFailure' });
  });

  test.each([0.3, 0.9999])('is none for simulateFail true and a draw of %d', (draw) => {
    expect(runFault(true, first, () => draw)).toBeUndefined();
  });

  test('is a SimulatedFailure before the write for the step’s name, at every attempt', () => {
    expect(runFault('Transform', first, noDraw)).toEqual({ phase: 'before', error: 'SimulatedFailure' });
    expect(runFault('Transform', retry(7), noDraw)).toEqual({ phase: 'before', error: 'SimulatedFailure' });
  });

  test.each(['Commit', plan({ step: 'Commit' })])('is none for another step: %j', (simulateFail) => {
    expect(runFault(simulateFail, first, noDraw)).toBeUndefined();
  });

  test.each(['before', 'after'] as const)(
    'strikes %s the write as planned, with the error that is asked for',
    (phase) => {
      expect(runFault(plan({ phase }), first, noDraw)).toEqual({ phase, error: 'SimulatedFailure' });
      expect(runFault(plan({ phase, error: 'Other' }), first, noDraw)).toEqual({ phase, error: 'Other' });
    },
  );

  test('is a timeout as planned', () => {
    expect(runFault(plan({ phase: 'timeout' }), first, noDraw)).toEqual({ phase: 'timeout' });
  });

  test.each(['before', 'after', 'timeout'] as const)('strikes the first attempts and no more: %s', (phase) => {
    expect(runFault(plan({ phase, times: 2 }), retry(1), noDraw)).toBeDefined();
    expect(runFault(plan({ phase, times: 2 }), retry(2), noDraw)).toBeUndefined();
    expect(runFault(plan({ phase }), retry(999), noDraw)).toBeDefined();
  });

  test('fails the step after its write where the plan is for its rollback, whatever its times and error', () => {
    expect(runFault(plan({ phase: 'rollback', times: 1, error: 'Other' }), retry(5), noDraw)).toEqual({
      phase: 'after',
      error: 'SimulatedFailure',
    });
  });
});

describe('rollbackFault', () => {
  test.each([undefined, true, false, 'Transform', plan({}), plan({ phase: 'after' }), plan({ phase: 'timeout' })])(
    'is none for %j',
    (simulateFail) => {
      expect(rollbackFault(simulateFail, first)).toBeUndefined();
    },
  );

  test('is a TransientError unless another is asked for', () => {
    expect(rollbackFault(plan({ phase: 'rollback' }), first)).toBe('TransientError');
    expect(rollbackFault(plan({ phase: 'rollback', error: 'Other' }), first)).toBe('Other');
  });

  test('strikes the first attempts of the rollback and no more', () => {
    expect(rollbackFault(plan({ phase: 'rollback', times: 2 }), retry(1))).toBe('TransientError');
    expect(rollbackFault(plan({ phase: 'rollback', times: 2 }), retry(2))).toBeUndefined();
    expect(rollbackFault(plan({ phase: 'rollback' }), retry(999))).toBe('TransientError');
  });

  test('is none for another step', () => {
    expect(rollbackFault(plan({ step: 'Commit', phase: 'rollback' }), first)).toBeUndefined();
  });
});

test('a fault carries its name, and says that it is simulated', () => {
  expect(() => fail('Other', 'of Transform')).toThrow(
    expect.objectContaining({
      name: 'Other',
      message: 'simulated failure of Transform, as simulateFail in the input asks',
    }),
  );
});
