import { describe, expect, test } from '@jest/globals';
import { FakeFunctions, named } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, runDefinition } from '../support/run.ts';

/** Fails with one name after the other, then answers with the input. */
const failingWith = (...names: string[]) =>
  new FakeFunctions(({ payload }, count) => {
    const name = names[count];
    if (name !== undefined) throw named(name);
    return payload;
  });

const withRetry = (...Retry: object[]) => machineOf({ Charge: lambdaTask({ Retry }) });

describe('Retry', () => {
  test('tries so many times more as MaxAttempts says, 3 by default', async () => {
    const functions = failingWith(...Array<string>(9).fill('Busy'));
    expect(await runDefinition(withRetry({ ErrorEquals: ['Busy'] }), {}, { functions })).toMatchObject({
      error: 'Busy',
    });
    expect(functions.calls).toHaveLength(4);

    const patient = failingWith(...Array<string>(9).fill('Busy'));
    await runDefinition(withRetry({ ErrorEquals: ['Busy'], MaxAttempts: 6 }), {}, { functions: patient });
    expect(patient.calls).toHaveLength(7);
  });

  test('has a counter for each retrier', async () => {
    const functions = failingWith('A', 'B', 'A', 'B', 'A');
    const definition = withRetry({ ErrorEquals: ['A'], MaxAttempts: 3 }, { ErrorEquals: ['B'], MaxAttempts: 2 });

    expect(await runDefinition(definition, {}, { functions })).toMatchObject({ status: 'SUCCEEDED' });
    expect(functions.calls).toHaveLength(6);
  });

  test('with MaxAttempts 0 keeps an error from the retriers behind it', async () => {
    const definition = withRetry(
      { ErrorEquals: ['Refused'], MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
    );
    const refused = failingWith('Refused', 'Refused');
    expect(await runDefinition(definition, {}, { functions: refused })).toMatchObject({ error: 'Refused' });
    expect(refused.calls).toHaveLength(1);

    const other = failingWith('Busy', 'Busy');
    expect(await runDefinition(definition, {}, { functions: other })).toMatchObject({ status: 'SUCCEEDED' });
    expect(other.calls).toHaveLength(3);
  });

  test('counts in $$.State.RetryCount, from 0, anew in each state and each time that one is entered', async () => {
    const functions = failingWith('Busy', 'Busy');
    const counting = lambdaTask({
      Parameters: { FunctionName: 'Count', Payload: { 'Count.$': '$$.State.RetryCount', 'State.$': '$$.State.Name' } },
      Retry: [{ ErrorEquals: ['Busy'] }],
    });
    const definition = {
      StartAt: 'First',
      States: {
        First: { ...counting, ResultPath: '$.first', Next: 'Twice' },
        Twice: {
          Type: 'Choice',
          Choices: [{ Variable: '$.second', IsPresent: true, Next: 'Done' }],
          Default: 'Second',
        },
        Second: { ...counting, ResultPath: '$.second', Next: 'First' },
        Done: { Type: 'Succeed' },
      },
    };

    await runDefinition(definition, {}, { functions });

    expect(functions.calls.map(({ payload }) => payload)).toEqual([
      { Count: 0, State: 'First' },
      { Count: 1, State: 'First' },
      { Count: 2, State: 'First' },
      { Count: 0, State: 'Second' },
      { Count: 0, State: 'First' },
    ]);
  });

  test('works with jitter, a cap and several errors together', async () => {
    const functions = failingWith('A', 'A', 'States.Timeout', 'A');
    const definition = withRetry({
      ErrorEquals: ['A', 'States.Timeout'],
      IntervalSeconds: 2,
      BackoffRate: 10,
      MaxAttempts: 8,
      MaxDelaySeconds: 5,
      JitterStrategy: 'FULL',
    });

    const started = Date.now();
    expect(await runDefinition(definition, {}, { functions })).toMatchObject({ status: 'SUCCEEDED' });
    // Four waits of at most 5 s each, a thousandth of that long; without the cap, the third alone would take 200 ms.
    expect(Date.now() - started).toBeLessThan(200);
  });

  test('waits as long as it says, times the time scale', async () => {
    const definition = withRetry({ ErrorEquals: ['Busy'], IntervalSeconds: 3, MaxAttempts: 1 });
    const started = performance.now();

    await runDefinition(definition, {}, { functions: failingWith('Busy'), timeScale: 0.01 });

    expect(performance.now() - started).toBeGreaterThanOrEqual(28);
  });
});
