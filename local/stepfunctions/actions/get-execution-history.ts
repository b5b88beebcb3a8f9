import { isObject } from '../../../contract/describe.ts';
import { page } from '../api/paging.ts';
import { optionalBoolean, requiredString } from '../api/parameters.ts';
import type { HistoryEvent } from '../history/event.ts';
import type { StepFunctionsAction } from './action.ts';

export const getExecutionHistory: StepFunctionsAction = (stepFunctions, parameters) => {
  const { history } = stepFunctions.execution(requiredString(parameters, 'executionArn'));
  const events = optionalBoolean(parameters, 'reverseOrder') ? history.events.toReversed() : history.events;
  const { items, nextToken } = page(events, ({ id }) => id, parameters);
  const isIncluded = optionalBoolean(parameters, 'includeExecutionData') ?? true;
  return {
    events: isIncluded ? items : items.map(withoutData),
    ...(nextToken !== undefined && { nextToken }),
  };
};

const DATA = ['input', 'inputDetails', 'output', 'outputDetails', 'parameters'];

function withoutData(event: HistoryEvent): object {
  return Object.fromEntries(
    Object.entries(event).map(([member, value]) => [
      member,
      isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !DATA.includes(name))) : value,
    ]),
  );
}
