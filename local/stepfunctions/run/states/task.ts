import { describe } from '../../../../contract/describe.ts';
import { exceedsDataLimit } from '../../data-limit.ts';
import type { State } from '../../definition/definition.ts';
import { MAX_TIMER_SECONDS } from '../../definition/mends/retry-intervals.ts';
import { dataLimitExceeded, resultTooLarge, runtimeError, StateError } from '../../errors.ts';
import type { Frame } from '../../evaluation/frame.ts';
import { compileExpression } from '../../evaluation/template.ts';
import { unwrap } from '../../interpreter.ts';
import type { Integration } from '../../tasks/integration.ts';
import { integrationFor } from '../../tasks/integrations.ts';
import type { Behaviour } from '../program.ts';
import type { Visit } from '../visit.ts';
import { parameters, selected } from './input.ts';

/** Calls what its Resource names. A timeout is the interpreter's, which then lets this go on in vain. */
export function task(state: State): Behaviour {
  const integration = integrationFor(String(state.Resource));
  if (integration === undefined) throw new Error(`a Task cannot use the resource ${state.Resource}`);
  const computed = parameters(state);
  const select = selected(state);
  const timeoutOf = timeout(state);
  return async (input, visit) => {
    const { context } = visit;
    const timeoutInSeconds = await timeoutOf({ input, context });
    const request = await computed({ input, context });
    const result = await attempt(integration, request, timeoutInSeconds, visit);
    return select({ input: result, context });
  };
}

async function attempt(integration: Integration, request: unknown, timeoutInSeconds: number | undefined, visit: Visit) {
  const { label, events } = integration;
  const { surroundings, track } = visit.scope;
  const text = track.history.textOf(request);
  if (exceedsDataLimit(text)) throw dataLimitExceeded(visit.entry.stateName);
  visit.add(events.scheduled(text, surroundings.region, timeoutInSeconds));
  visit.add(events.started());
  visit.underWay = events;
  try {
    const output = track.history.textOf(await integration.run(request, surroundings.call));
    if (exceedsDataLimit(output)) throw resultTooLarge(label);
    visit.add(events.succeeded(output));
    // The history's own words: what is no JSON stays behind, and nobody can change it later.
    return JSON.parse(output);
  } catch (cause) {
    const error = unwrap(cause);
    visit.add(events.failed(error.name, error instanceof StateError ? error.details : error.message));
    throw error;
  } finally {
    visit.underWay = undefined;
  }
}

/** The interpreter times a Task out; the value is read here as well, before anything is called, and for the history. */
function timeout({ TimeoutSeconds, TimeoutSecondsPath }: State): (frame: Frame) => Promise<number | undefined> {
  if (TimeoutSecondsPath === undefined) return async () => TimeoutSeconds as number | undefined;
  const computed = compileExpression(String(TimeoutSecondsPath));
  return async (frame) => {
    const seconds = await computed(frame);
    if (Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) <= MAX_TIMER_SECONDS)
      return Number(seconds);
    throw runtimeError(
      `TimeoutSecondsPath ${TimeoutSecondsPath} gives ${describe(seconds)}, but has to give a whole number from 1 to ${MAX_TIMER_SECONDS}`,
    );
  };
}
