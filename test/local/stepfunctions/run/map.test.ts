import { describe, expect, test } from '@jest/globals';
import { FakeFunctions, named } from '../support/fake-functions.ts';
import { lambdaTask, machineOf, runDefinition, typesOf } from '../support/run.ts';

const processor = (state: object) => ({ StartAt: 'Item', States: { Item: { End: true, ...state } } });
const mapOf = (state: object, fields: object = {}) =>
  machineOf({ Each: { Type: 'Map', ItemProcessor: processor(state), ...fields } });

describe('Map', () => {
  test('gives the outputs of its items in their order', async () => {
    const functions = new FakeFunctions(async ({ payload }) => {
      // The first item takes longest.
      await new Promise((resolve) => setTimeout(resolve, 10 - Number(payload)));
      return Number(payload) * 2;
    });

    const { output } = await runDefinition(mapOf(lambdaTask({ OutputPath: '$.Payload' })), [1, 2, 3], { functions });

    expect(output).toEqual([2, 4, 6]);
  });

  test('takes its items from ItemsPath, and makes an input of each with ItemSelector', async () => {
    const fields = {
      InputPath: '$.order',
      ItemsPath: '$.items',
      ItemSelector: { 'n.$': '$$.Map.Item.Index', 'item.$': '$$.Map.Item.Value', 'customer.$': '$.customer' },
      ResultPath: '$.each',
    };

    const { output } = await runDefinition(mapOf({ Type: 'Pass' }, fields), {
      order: { customer: 'c', items: [0, null] },
    });

    expect(output).toMatchObject({
      each: [
        { n: 0, item: 0, customer: 'c' },
        { n: 1, item: null, customer: 'c' },
      ],
    });
  });

  test('knows Iterator and Parameters, as they were called at first', async () => {
    const definition = machineOf({
      Each: { Type: 'Map', Parameters: { 'v.$': '$$.Map.Item.Value' }, Iterator: processor({ Type: 'Pass' }) },
    });

    expect(await runDefinition(definition, [1])).toMatchObject({ output: [{ v: 1 }] });
  });

  test('sees its item, and its own states, in the context object of each item', async () => {
    const Parameters = { 'i.$': '$$.Map.Item.Index', 's.$': '$$.State.Name', 'in.$': '$$.Execution.Input' };

    expect(await runDefinition(mapOf({ Type: 'Pass', Parameters }), [7, 8])).toMatchObject({
      output: [
        { i: 0, s: 'Item', in: [7, 8] },
        { i: 1, s: 'Item', in: [7, 8] },
      ],
    });
  });

  test('chooses for each item by its context object', async () => {
    const Choices = [{ Variable: '$$.Map.Item.Value', NumericGreaterThan: 1, Next: 'Large' }];
    const ItemProcessor = {
      StartAt: 'Choose',
      States: {
        Choose: { Type: 'Choice', Choices, Default: 'Small' },
        Large: { Type: 'Pass', Result: 'large', End: true },
        Small: { Type: 'Pass', Result: 'small', End: true },
      },
    };

    expect(await runDefinition(machineOf({ Each: { Type: 'Map', ItemProcessor } }), [0, 2])).toMatchObject({
      output: ['small', 'large'],
    });
  });

  test.each([
    [{ MaxConcurrency: 1 }, 1],
    [{ MaxConcurrency: 2 }, 2],
    [{ MaxConcurrencyPath: '$[1]' }, 2],
    [{ MaxConcurrency: 0 }, 40],
    [{}, 40],
  ])('with %j runs at most %d at a time', async (fields, most) => {
    let running = 0;
    let seen = 0;
    const functions = new FakeFunctions(async () => {
      running += 1;
      seen = Math.max(seen, running);
      await new Promise(setImmediate);
      running -= 1;
    });

    await runDefinition(mapOf(lambdaTask(), fields), Array<number>(45).fill(2), { functions });

    expect(seen).toBe(most);
  });

  test('of nothing gives nothing', async () => {
    expect(await runDefinition(mapOf({ Type: 'Pass' }), [])).toMatchObject({ output: [] });
  });

  test('fails with States.Runtime where it gets no list', async () => {
    const { error, cause, events } = await runDefinition(mapOf({ Type: 'Pass' }), { items: [] });

    expect({ error, cause }).toEqual({
      error: 'States.Runtime',
      cause: expect.stringContaining('ItemsPath $ of a Map gives an object with items, but has to give a list'),
    });
    expect(typesOf(events)).toEqual(['ExecutionStarted', 'MapStateEntered', 'ExecutionFailed']);
  });

  test('tells of its items as AWS does', async () => {
    const { events } = await runDefinition(mapOf({ Type: 'Pass' }), [5]);

    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted'],
      [5, 4, 'PassStateEntered'],
      [6, 5, 'PassStateExited'],
      [7, 6, 'MapIterationSucceeded'],
      [8, 7, 'MapStateSucceeded'],
      [9, 7, 'MapStateExited'],
      [10, 9, 'ExecutionSucceeded'],
    ]);
    expect(events[2]).toMatchObject({ mapStateStartedEventDetails: { length: 1 } });
    expect(events[3]).toMatchObject({ mapIterationStartedEventDetails: { name: 'Each', index: 0 } });
  });

  test('fails with the first item that fails, and begins no other', async () => {
    const functions = new FakeFunctions(({ payload }) => {
      if (payload === 1) throw named('Odd');
    });

    const { error, events } = await runDefinition(mapOf(lambdaTask(), { MaxConcurrency: 1 }), [0, 1, 2], { functions });

    expect(error).toBe('Odd');
    expect(functions.calls.map(({ payload }) => payload)).toEqual([0, 1]);
    expect(typesOf(events).slice(-3)).toEqual(['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed']);
  });
});
