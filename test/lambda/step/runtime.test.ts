import { describe, expect, test } from '@jest/globals';
import { createRuntime } from '../../../lambda/step/runtime.ts';

const ENV = { TABLE_NAME: 'Transactions', RECORD_RETENTION_DAYS: '90' };

describe('createRuntime', () => {
  test('reads the environment', () => {
    expect(createRuntime(ENV)).toMatchObject({
      table: { name: 'Transactions' },
      retentionDays: 90,
      simulateFail: false,
    });
  });

  test.each([
    ['true', true],
    ['false', false],
    ['TRUE', false],
    ['1', false],
    ['', false],
    [undefined, false],
  ])('honours simulateFail for SIMULATE_FAIL %p: %p', (value, expected) => {
    expect(createRuntime({ ...ENV, SIMULATE_FAIL: value }).simulateFail).toBe(expected);
  });

  test('refuses to start without a table', () => {
    expect(() => createRuntime({ ...ENV, TABLE_NAME: '' })).toThrow('environment variable TABLE_NAME is empty');
    expect(() => createRuntime({ ...ENV, TABLE_NAME: undefined })).toThrow(
      'environment variable TABLE_NAME is not set',
    );
  });

  test.each(['90', '36500'])('keeps rolled-back records for %s days', (days) => {
    expect(createRuntime({ ...ENV, RECORD_RETENTION_DAYS: days }).retentionDays).toBe(Number(days));
  });

  test.each(['89', '36501', '90.5', 'long', ''])('refuses to keep rolled-back records for %p days', (days) => {
    expect(() => createRuntime({ ...ENV, RECORD_RETENTION_DAYS: days })).toThrow('RECORD_RETENTION_DAYS');
  });
});
