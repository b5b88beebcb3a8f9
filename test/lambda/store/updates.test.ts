import { describe, expect, test } from '@jest/globals';
import { namesOf, valuesOf } from '../../../lambda/store/expression.ts';
import { addToSet, append, remove, set, setOnce, updateExpression } from '../../../lambda/store/updates.ts';

describe('updateExpression', () => {
  test('writes each section once, in one order, whatever the order of the updates', () => {
    const updates = [
      addToSet('Undone', ':undone', 'A'),
      ...remove('Error', 'ClosedAt'),
      set('Status', ':status', 'X'),
      setOnce('Saga', ':saga', ['A']),
      append('Steps', { Name: 'A' }),
    ];
    expect(updateExpression(updates)).toBe(
      'SET #Status = :status, #Saga = if_not_exists(#Saga, :saga), ' +
        '#Steps = list_append(if_not_exists(#Steps, :none), :entry) REMOVE #Error, #ClosedAt ADD #Undone :undone',
    );
    expect(namesOf(updates)).toEqual({
      '#Undone': 'Undone',
      '#Error': 'Error',
      '#ClosedAt': 'ClosedAt',
      '#Status': 'Status',
      '#Saga': 'Saga',
      '#Steps': 'Steps',
    });
    expect(valuesOf(updates)).toEqual({
      ':undone': new Set(['A']),
      ':status': 'X',
      ':saga': ['A'],
      ':none': [],
      ':entry': [{ Name: 'A' }],
    });
  });

  test('leaves out a section with nothing in it', () => {
    expect(updateExpression(remove('Error'))).toBe('REMOVE #Error');
  });
});
