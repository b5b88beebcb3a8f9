import { describe } from '../../../../contract/describe.ts';
import { type Clock, sleep } from '../../../clock/clock.ts';
import type { State } from '../../definition/definition.ts';
import { runtimeError } from '../../errors.ts';
import type { Expression, Frame } from '../../evaluation/frame.ts';
import { compileExpression } from '../../evaluation/template.ts';
import type { Behaviour } from '../program.ts';
import { effectiveInput } from './input.ts';

/** Waits for some seconds or until some time, and hands its input on. */
export function wait(state: State): Behaviour {
  const effective = effectiveInput(state);
  const milliseconds = duration(state);
  return async (rawInput, visit) => {
    const { context, scope } = visit;
    const input = await effective({ input: rawInput, context });
    const { clock, timeScale } = scope.surroundings;
    await sleep(clock, (await milliseconds({ input, context }, clock)) * timeScale, scope.signal);
    return input;
  };
}

function duration(state: State): (frame: Frame, clock: Clock) => Promise<number> {
  const seconds = literalOrPath(state, 'Seconds');
  if (seconds !== undefined) return async (frame) => wholeSeconds(await seconds(frame), state.SecondsPath) * 1000;
  const timestamp = literalOrPath(state, 'Timestamp');
  if (timestamp === undefined) throw new Error('a Wait has to have Seconds, SecondsPath, Timestamp or TimestampPath');
  return async (frame, clock) => Math.max(0, timeOf(await timestamp(frame), state.TimestampPath) - clock.now());
}

function literalOrPath(state: State, field: 'Seconds' | 'Timestamp'): Expression | undefined {
  if (state[field] !== undefined) return async () => state[field];
  const path = state[`${field}Path`];
  return path === undefined ? undefined : compileExpression(String(path));
}

/** AWS's limit: somewhat over three years. */
const MAX_SECONDS = 99_999_999;

function wholeSeconds(value: unknown, path: unknown): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_SECONDS) return Number(value);
  throw runtimeError(
    `SecondsPath ${path} gives ${describe(value)}, but has to give a whole number from 0 to ${MAX_SECONDS}`,
  );
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function timeOf(value: unknown, path: unknown): number {
  const time = typeof value === 'string' && ISO_8601.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw runtimeError(
    `TimestampPath ${path} gives ${describe(value)}, but has to give a time in ISO 8601, such as 2026-01-31T12:00:00Z`,
  );
}
