import { GetExecutionHistoryCommand, type GetExecutionHistoryCommandInput } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useClient } from '../support/client.ts';
import { lambdaTask, machineOf, register } from '../support/run.ts';

const served = useClient();
let executionArn: string;

beforeAll(async () => {
  const { service } = served();
  const machine = await register(
    service,
    machineOf({ Charge: lambdaTask({ TimeoutSeconds: 9 }), Done: { Type: 'Succeed' } }),
  );
  executionArn = service.start({ machine, name: 'one', input: '{"a":1}' }).arn;
  await service.waitForEnd(executionArn);
});

const history = (input: Partial<GetExecutionHistoryCommandInput> = {}) =>
  served().client.send(new GetExecutionHistoryCommand({ executionArn, ...input }));

describe('GetExecutionHistory', () => {
  test('is understood by the SDK, event for event', async () => {
    const { events } = await history();

    expect(events?.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSucceeded'],
      [6, 5, 'TaskStateExited'],
      [7, 6, 'SucceedStateEntered'],
      [8, 7, 'SucceedStateExited'],
      [9, 8, 'ExecutionSucceeded'],
    ]);
    expect(events?.[0]).toMatchObject({
      timestamp: expect.any(Date),
      executionStartedEventDetails: {
        input: '{"a":1}',
        inputDetails: { truncated: false },
        roleArn: expect.any(String),
      },
    });
    expect(events?.[1]).toMatchObject({ stateEnteredEventDetails: { name: 'Charge', input: '{"a":1}' } });
    expect(events?.[2]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        region: 'us-east-1',
        timeoutInSeconds: 9,
      },
    });
    expect(events?.[5]).toMatchObject({
      stateExitedEventDetails: { name: 'Charge', outputDetails: { truncated: false } },
    });
    expect(events?.[8]).toMatchObject({ executionSucceededEventDetails: { output: expect.any(String) } });
  });

  test('has all its events in pages, in either order', async () => {
    for (const reverseOrder of [false, true]) {
      const ids: number[] = [];
      let nextToken: string | undefined;
      do {
        const page = await history({ maxResults: 4, reverseOrder, nextToken });
        ids.push(...(page.events ?? []).map(({ id }) => Number(id)));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
      expect(ids).toEqual(reverseOrder ? all.toReversed() : all);
    }
  });

  test('leaves the data out where it is not wanted', async () => {
    const { events } = await history({ includeExecutionData: false });

    expect(events).toHaveLength(9);
    expect(JSON.stringify(events)).not.toMatch(/"(input|output|parameters)"/);
    expect(events?.[2]).toMatchObject({ taskScheduledEventDetails: { resourceType: 'lambda' } });
  });

  test('refuses a token that it did not give', async () => {
    await expect(history({ nextToken: 'next' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});
