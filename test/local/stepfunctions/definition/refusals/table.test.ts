import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { REFUSALS, refusalsOf } from '../../../../../local/stepfunctions/definition/refusals.ts';
import { stateOf } from '../../support/state.ts';

const FOLDER = new URL('../../../../../local/stepfunctions/definition/refusals/', import.meta.url);
const HELPERS = ['refusal.ts', 'paths-of.ts'];

test('every refusal is in the table', () => {
  expect(REFUSALS).toHaveLength(readdirSync(FOLDER).filter((file) => !HELPERS.includes(file)).length);
});

describe('the refusals of a machine', () => {
  const bad = stateOf({ Credentials: {}, Assign: {}, End: true });

  test('name every state and every feature, in branches and items as well', () => {
    const Branches = [{ StartAt: 'Inner', States: { Inner: bad } }];
    const ItemProcessor = { StartAt: 'Item', States: { Item: bad } };
    const definition = {
      StartAt: 'Bad',
      States: {
        Bad: bad,
        Both: stateOf({ Type: 'Parallel', Branches, End: true }),
        Each: stateOf({ Type: 'Map', ItemProcessor, End: true }),
      },
    };

    expect(refusalsOf(definition).map(({ location, message }) => [location, message.slice(0, 38)])).toEqual([
      ['/States/Bad', "the state 'Bad' uses Assign: variables".slice(0, 38)],
      ['/States/Bad', "the state 'Bad' uses Credentials: there".slice(0, 38)],
      ['/States/Inner', "the state 'Inner' uses Assign: variables".slice(0, 38)],
      ['/States/Inner', "the state 'Inner' uses Credentials: there".slice(0, 38)],
      ['/States/Item', "the state 'Item' uses Assign: variables".slice(0, 38)],
      ['/States/Item', "the state 'Item' uses Credentials: there".slice(0, 38)],
    ]);
  });

  test('have two states of one name among them, wherever they are', () => {
    const twice = { StartAt: 'A', States: { A: stateOf({ End: true }) } };
    const definition = {
      StartAt: 'Both',
      States: { Both: stateOf({ Type: 'Parallel', Branches: [twice, twice], End: true }) },
    };

    expect(refusalsOf(definition)).toEqual([
      {
        severity: 'ERROR',
        code: 'DUPLICATE_STATE_NAMES',
        message: "two states are named 'A': rename one of them",
        location: '/States/A',
      },
    ]);
  });
});
