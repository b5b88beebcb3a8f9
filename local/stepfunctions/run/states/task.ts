import { describe } from '../../../../contract/describe.ts';
import { exceedsDataLimit } from '../../data-limit.ts';
import type { State } from '../../definition/definition.ts';
import { dataLimitExceeded, resultTooLarge, runtimeError, StateError } from '../../errors.ts';
import type { Frame } from '../../evaluation/frame.ts';
import { compileExpression } from '../../evaluation/template.ts';
import { isTaskTimeout, taskTimedOut, unwrap } from '../../interpreter.ts';
import type { Integration } from '../../tasks/integration.ts';
import { integrationFor } from '../../tasks/integrations.ts';
import type { Behaviour } from '../program.ts';
import type { Visit } from '../visit.ts';
import { parameters, selected } from './input.ts';

/** Calls what its Resource names. Where that takes too long, it goes on in vain. */
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
  try {
    const answer = integration.run(request, surroundings.call);
    const output = track.history.textOf(await inTime(answer, timeoutInSeconds, visit));
    if (exceedsDataLimit(output)) throw resultTooLarge(label);
    visit.add(events.succeeded(output));
    // The history's own words: what is no JSON stays behind, and nobody can change it later.
    return JSON.parse(output);
  } catch (cause) {
    const error = unwrap(cause);
    const { name, message } = error;
    visit.add(
      isTaskTimeout(error)
        ? events.timedOut()
        : events.failed(name, error instanceof StateError ? error.details : message),
    );
    throw error;
  }
}

/** The answer, or `States.Timeout` where it takes too long, by the clock of this cloud. */
async function inTime<T>(answer: Promise<T>, seconds: number | undefined, { scope }: Visit): Promise<T> {
  if (seconds === undefined) return await answer;
  const late = Promise.withResolvers<never>();
  const cancel = scope.surroundings.clock.schedule(() => late.reject(taskTimedOut()), seconds * 1000);
  const { signal } = scope;
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    cancel();
    signal.removeEventListener('abort', cancel);
  }
}

/** AWS's limit: somewhat over three years. */
const MAX_TIMEOUT_SECONDS = 99_999_999;

function timeout({ TimeoutSeconds, TimeoutSecondsPath }: State): (frame: Frame) => Promise<number | undefined> {
  if (TimeoutSecondsPath === undefined) return async () => TimeoutSeconds as number | undefined;
  const computed = compileExpression(String(TimeoutSecondsPath));
  return async (frame) => {
    const seconds = await computed(frame);
    if (Number.isInteger(seconds) && Number(seconds) > 0 && Number(seconds) <= MAX_TIMEOUT_SECONDS)
      return Number(seconds);
    throw runtimeError(
      `TimeoutSecondsPath ${TimeoutSecondsPath} gives ${describe(seconds)}, but has to give a whole number from 1 to ${MAX_TIMEOUT_SECONDS}`,
    );
  };
}
