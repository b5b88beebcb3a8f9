import { describe, expect, test } from '@jest/globals';
import { MAX_FAULT_TIMES, parseSimulateFail } from '../../contract/fault-plan.ts';

const STEPS = ['Process', 'Commit'];
const parse = (value: unknown) => parseSimulateFail(value, STEPS);
const PLAN = { step: 'Commit', phase: 'after' };

describe('parseSimulateFail', () => {
  const valid: readonly unknown[] = [
    true,
    false,
    'Process',
    PLAN,
    ...['before', 'after', 'timeout', 'rollback'].map((phase) => ({ step: 'Process', phase })),
    { ...PLAN, times: 1 },
    { ...PLAN, times: MAX_FAULT_TIMES },
    { ...PLAN, error: 'TransientError' },
    { ...PLAN, error: 'Lambda.TooManyRequestsException' },
    { ...PLAN, error: `E${'x'.repeat(79)}` },
    { ...PLAN, times: 2, error: 'E' },
  ];

  test.each(valid)('takes %j as it is', (value) => {
    expect(parse(value)).toEqual(value);
  });

  test.each([
    [null, "simulateFail is null, but has to be true, false, a step's name (Process, Commit) or an object such as"],
    [1, 'simulateFail is the number 1, but has to be'],
    [[], 'simulateFail is a list of 0, but has to be'],
    ['', 'simulateFail is "", but has to be one of the saga\'s steps: Process, Commit'],
    ['process', 'simulateFail is "process", but has to be one of the saga\'s steps: Process, Commit'],
    ['true', 'simulateFail is "true", but has to be one of the saga\'s steps: Process, Commit'],
    ['__proto__', 'simulateFail is "__proto__", but has to be one of'],
    [{}, "simulateFail.step is nothing, but has to be one of the saga's steps: Process, Commit"],
    [{ ...PLAN, step: 'Nowhere' }, 'simulateFail.step is "Nowhere", but has to be one of'],
    [{ step: 'Commit' }, 'simulateFail.phase is nothing, but has to be one of before, after, timeout, rollback'],
    [{ ...PLAN, phase: 'during' }, 'simulateFail.phase is "during", but has to be one of before, after'],
    [{ ...PLAN, phase: 'constructor' }, 'simulateFail.phase is "constructor", but has to be one of'],
    [
      { ...PLAN, times: 0 },
      'simulateFail.times is the number 0, but has to be a whole number from 1 to 1000: leave it out to fail every attempt',
    ],
    [{ ...PLAN, times: 1_001 }, 'simulateFail.times is the number 1001, but has to be a whole number'],
    [{ ...PLAN, times: 1.5 }, 'simulateFail.times is the number 1.5'],
    [{ ...PLAN, times: '2' }, 'simulateFail.times is "2"'],
    [{ ...PLAN, times: null }, 'simulateFail.times is null'],
    [
      { ...PLAN, error: '' },
      'simulateFail.error is "", but has to be an error\'s name: 1 to 80 of A-Z a-z 0-9 _ . with a letter first, such as TransientError',
    ],
    [{ ...PLAN, error: `E${'x'.repeat(80)}` }, 'simulateFail.error is a string of 81 characters'],
    [{ ...PLAN, error: '1E' }, 'simulateFail.error is "1E"'],
    [{ ...PLAN, error: 7 }, 'simulateFail.error is the number 7'],
    [
      { ...PLAN, Times: 1 },
      'simulateFail has the property "Times", but may have only step, phase, times, error: remove or rename it',
    ],
    [JSON.parse('{"step":"Commit","phase":"after","__proto__":1}'), 'simulateFail has the property "__proto__"'],
  ])('refuses %j', (value, message) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({ name: 'InvalidTransaction', message: expect.stringContaining(message) }),
    );
  });

  // A refusal is not rolled back: simulated after the first write, it would leave a saga half-done.
  test.each([
    'InvalidTransaction',
    'DuplicateTransaction',
    'SagaClosed',
    'RollbackFailed',
    'SagaOpen',
    'States.Timeout',
  ])('refuses to simulate %s, which means something else', (error) => {
    expect(() => parse({ ...PLAN, error })).toThrow(`simulateFail.error is "${error}", but has to be neither`);
  });
});
