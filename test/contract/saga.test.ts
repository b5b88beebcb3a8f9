import { describe, expect, test } from '@jest/globals';
import { ATTRIBUTE, RESERVED_STEP_NAMES, SAGA_STEPS, STEP_NAME_PATTERN } from '../../contract/saga.ts';

describe('the names of steps', () => {
  test('are valid, unique and none of the record’s attributes', () => {
    expect(new Set(SAGA_STEPS).size).toBe(SAGA_STEPS.length);
    for (const step of SAGA_STEPS) {
      expect(step).toMatch(STEP_NAME_PATTERN);
      expect(RESERVED_STEP_NAMES).not.toContain(step);
    }
  });

  test('that are reserved are the record’s attributes', () => {
    expect(new Set(RESERVED_STEP_NAMES)).toEqual(new Set(Object.values(ATTRIBUTE)));
  });

  test.each(['A', 'a1', 'A'.repeat(48)])('may be %s', (name) => {
    expect(name).toMatch(STEP_NAME_PATTERN);
  });

  test.each(['', '1A', 'a-b', 'a b', 'a_b', '__proto__', 'A'.repeat(49), 'A\n'])('may not be %j', (name) => {
    expect(name).not.toMatch(STEP_NAME_PATTERN);
  });
});
