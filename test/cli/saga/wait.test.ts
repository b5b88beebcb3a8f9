import { DescribeExecutionCommand, ExecutionDoesNotExist, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { waitForEnd } from '../../../cli/saga/wait.ts';
import { stubAws } from '../../support/aws-stub.ts';
import { arnOf } from '../aws.ts';

const aws = stubAws(SFNClient);

/** Waits with a clock that only counts. */
async function wait() {
  const slept: number[] = [];
  const waiting = waitForEnd(new SFNClient({ region: 'eu-west-1' }), arnOf('t-1'), {
    signal: new AbortController().signal,
    sleep: async (ms) => {
      slept.push(Math.round(ms));
    },
  });
  return { description: await waiting, slept };
}

const unknown = () => new ExecutionDoesNotExist({ message: 'no such execution', $metadata: {} });

describe('waiting for the end of an execution', () => {
  it.each(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'])('does not wait for one that is %s', async (status) => {
    aws.on(DescribeExecutionCommand).resolves({ status });
    expect(await wait()).toEqual({ description: { status }, slept: [] });
  });

  it('looks often at first, then less and less, at least every 5 s', async () => {
    const describeExecution = aws.on(DescribeExecutionCommand);
    describeExecution.resolves({ status: 'RUNNING' });
    describeExecution.onCall(11).resolves({ status: 'SUCCEEDED' });
    const { slept } = await wait();
    expect(slept).toEqual([200, 300, 450, 675, 1_013, 1_519, 2_278, 3_417, 5_000, 5_000, 5_000]);
  });

  it('bears with an execution that is not known yet', async () => {
    const describeExecution = aws.on(DescribeExecutionCommand);
    describeExecution.rejects(unknown());
    describeExecution.onCall(2).resolves({ status: 'SUCCEEDED' });
    expect((await wait()).slept).toHaveLength(2);
  });

  it('does not wait for ever for one that is never known', async () => {
    aws.on(DescribeExecutionCommand).rejects(unknown());
    await expect(wait()).rejects.toThrow(`Step Functions does not know execution ${arnOf('t-1')}`);
    expect(aws.requests()).toBe(6);
  });
});
