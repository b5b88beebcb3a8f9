import { sleep } from '../../clock/clock.ts';
import { locate, STOPPED } from '../errors.ts';
import { interpreterContext, unwrap } from '../interpreter.ts';
import type { CompiledState, Program } from './program.ts';
import { Recorder } from './recorder.ts';
import type { Scope } from './scope.ts';
import { Turnstile } from './turnstile.ts';
import type { Visit } from './visit.ts';

/**
 * Runs a machine to its end and writes its history.
 *
 * The interpreter reports through a queue, so the report that a state was entered comes after its handler is called. The
 * handler waits for it at a turnstile: the history is in order, and nothing begins after a state whose output was too large.
 *
 * @throws StateError with which the machine failed; STOPPED when the scope's signal ended it
 */
export async function run(program: Program, input: unknown, outer: Scope): Promise<unknown> {
  const { controller, release } = follow(outer.signal);
  const scope = { ...outer, signal: controller.signal };
  const turnstile = new Turnstile<Visit>();
  const recorder = new Recorder(program, scope, (visit) => turnstile.open(visit));
  const stopped = stopOn(scope.signal);
  const handlers = handlersOf(program, (state, rawInput) =>
    Promise.race([turnstile.pass().then((visit) => behave(state, rawInput, visit)), stopped]),
  );
  const execution = program.interpreter.run(input as never, {
    context: interpreterContext({ ...scope.surroundings.context, ...(scope.item && { Map: { Item: scope.item } }) }),
    overrides: { taskResourceLocalHandlers: handlers as never },
  });
  const settled = execution.result.then(
    (output) => ({ output }),
    (error: unknown) => ({ error: unwrap(error) }),
  );
  scope.signal.addEventListener('abort', execution.abort, { once: true });
  if (scope.signal.aborted) execution.abort();
  try {
    for await (const event of execution.eventLogs) recorder.record(event);
    const end = await settled;
    scope.signal.removeEventListener('abort', execution.abort);
    if ('error' in end) throw end.error;
    return end.output;
  } catch (error) {
    if (outer.signal.aborted) recorder.aborted();
    const entry = recorder.visit?.entry;
    throw entry === undefined ? error : locate(error, entry.stateName, entry.eventId);
  } finally {
    release();
    // Whatever the end was, nothing goes on below it: after an error of the recorder the interpreter still runs.
    controller.abort(STOPPED);
  }
}

/** A controller that is aborted with the signal, until it is released. */
function follow(signal: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(STOPPED);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return { controller, release: () => signal.removeEventListener('abort', abort) };
}

type Handler = (state: CompiledState, rawInput: unknown) => Promise<unknown>;

function handlersOf(program: Program, handle: Handler): Record<string, (rawInput: unknown) => Promise<unknown>> {
  const handled = [...program.states].filter(([, { behaviour }]) => behaviour !== undefined);
  return Object.fromEntries(
    handled.map(([name, state]) => [name, (rawInput: unknown) => heard(handle(state, rawInput))] as const),
  );
}

/** The interpreter does not always wait for what it has begun: a TimeoutSecondsPath that leads nowhere comes after. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function behave({ behaviour }: CompiledState, rawInput: unknown, visit: Visit): Promise<unknown> {
  const { signal, surroundings } = visit.scope;
  if (signal.aborted) throw STOPPED;
  try {
    await sleep(surroundings.clock, visit.delayMs, signal);
    return await behaviour?.(rawInput, visit);
  } catch (error) {
    throw unwrap(error);
  }
}

/** Rejects when the signal is aborted, so that no handler keeps the interpreter, and its timers, waiting. */
function stopOn(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(STOPPED);
  else signal.addEventListener('abort', () => reject(STOPPED), { once: true });
  // Where no handler waits there is nobody to tell.
  return heard(promise);
}
