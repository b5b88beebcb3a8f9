import { describe, expect, it } from '@jest/globals';
import { publishReport } from '../../cli/publish/report.ts';
import { columns } from '../../cli/report/columns.ts';
import { duration } from '../../cli/report/duration.ts';
import { timeline } from '../../cli/report/timeline.ts';
import { arnOf } from './aws.ts';

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [999.6, '1.0 s'],
    [59_949, '59.9 s'],
    [59_990, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h 0 min'],
    [7_800_000, '2 h 10 min'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('columns', () => {
  it('are as wide as their widest cell, and end without white space', () => {
    expect(
      columns([
        ['a', 'b', ''],
        ['long', 'x', 'y'],
      ]),
    ).toBe('a     b\nlong  x  y');
    expect(columns([])).toBe('');
  });
});

describe('the timeline', () => {
  it('shows gaps within an attempt, and none between two', () => {
    const entry = (execution: string, second: number) => ({
      Execution: arnOf(execution),
      Name: 'CommitRecords',
      Status: 'RollbackFailed',
      Ts: `2026-11-21T10:00:0${second}.000Z`,
    });
    expect(timeline([entry('t-1', 0), entry('t-1', 1), entry('t-2', 5)])).toBe(
      [
        '2026-11-21T10:00:00.000Z          t-1  ✘ CommitRecords  RollbackFailed',
        '2026-11-21T10:00:01.000Z  +1.0 s  t-1  ✘ CommitRecords  RollbackFailed',
        '2026-11-21T10:00:05.000Z          t-2  ✘ CommitRecords  RollbackFailed',
      ].join('\n'),
    );
  });
});

describe('the report of a publication', () => {
  const all = { topicArn: 'T', published: 12_000, failed: 0, skipped: 0, unsent: 0, durationMs: 2_000 };

  it.each([
    [all, '12,000 published in 2.0 s (6,000 a second) to T'],
    [{ ...all, durationMs: 500 }, '12,000 published in 500 ms to T'],
    [
      { ...all, failed: 3, skipped: 1_000, unsent: 7 },
      '12,000 published, 3 failed, 1,000 invalid and skipped, 7 not sent in 2.0 s (6,000 a second) to T',
    ],
    [{ ...all, unsent: null }, '12,000 published, the rest not sent in 2.0 s (6,000 a second) to T'],
  ])('of %j reads as a sentence', (report, text) => {
    expect(publishReport(report)).toBe(text);
  });
});
