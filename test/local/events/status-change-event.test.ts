import { describe, expect, test } from '@jest/globals';
import { statusChangeEvent } from '../../../local/events/status-change-event.ts';
import type { StatusChange } from '../../../local/stepfunctions/status-change.ts';

const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:Saga:one';
const change: StatusChange = {
  executionArn,
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:Saga',
  name: 'one',
  status: 'SUCCEEDED',
  startDate: 1_767_225_600_000,
  stopDate: 1_767_225_601_234,
  input: '{}',
  inputDetails: { included: true },
  output: '{"a":1}',
  outputDetails: { included: true },
  error: null,
  cause: null,
  stateMachineVersionArn: null,
  stateMachineAliasArn: null,
  redriveCount: 0,
  redriveDate: null,
  redriveStatus: 'NOT_REDRIVABLE',
  redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
};
const text = (bytes: number) => 'x'.repeat(bytes);
/** With its quotes. */
const LIMIT = 248 * 1024 - 2;

describe('the event of an execution’s status', () => {
  test('is that of Step Functions, at the time of its end', () => {
    expect(statusChangeEvent(change)).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: '000000000000',
      time: '2026-01-01T00:00:01Z',
      region: 'us-east-1',
      resources: [executionArn],
      detail: change,
    });
  });

  test.each([
    ['the input where it is too large', text(LIMIT + 1), null, false, null],
    ['nothing where it just fits', text(LIMIT), null, true, null],
    ['the input where both together are too large', text(LIMIT / 2), text(LIMIT / 2), false, true],
    ['the output alone where it is too large', '{}', text(LIMIT + 1), true, false],
    ['what gets too large by its escapes', '"'.repeat(LIMIT / 2 + 1), null, false, null],
  ])('leaves out %s', (_, input, output, inputIncluded, outputIncluded) => {
    const { detail } = statusChangeEvent({ ...change, input, output });

    expect(detail).toMatchObject({
      input: inputIncluded ? input : null,
      inputDetails: { included: inputIncluded },
      output: outputIncluded ? output : null,
      outputDetails: outputIncluded === null ? null : { included: outputIncluded },
    });
  });
});
