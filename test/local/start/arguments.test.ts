import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../../local/start/arguments.ts';

describe('the arguments of npm start', () => {
  test('have their defaults', () => {
    expect(parseArguments([])).toEqual({ concurrency: 20, direct: false, json: false, keep: false, port: 0 });
  });

  test('take AWS’s usual local port when the cloud stays up', () => {
    expect(parseArguments(['--keep'])).toMatchObject({ port: 4566 });
    expect(parseArguments(['--keep', '--port', '0'])).toMatchObject({ port: 0 });
  });

  test.each([
    ['true', true],
    ['false', false],
    ['CommitRecords', 'CommitRecords'],
    ['{"step":"CommitRecords","phase":"after"}', { step: 'CommitRecords', phase: 'after' }],
  ])('read --simulate-fail %s', (text, simulateFail) => {
    expect(parseArguments(['--simulate-fail', text])).toMatchObject({ simulateFail });
  });

  test('come from a file or are made up, not both', () => {
    expect(() => parseArguments(['--input', 'a.jsonl', '--count', '2'])).toThrow(/leave one out/);
  });
});
