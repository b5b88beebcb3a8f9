import { isDeepStrictEqual } from 'node:util';
import { type Intrinsic, intrinsicFailure, need } from './function.ts';

/** AWS makes no longer list. */
const MAX_RANGE = 1000;

export const ARRAYS: Readonly<Record<string, Intrinsic>> = {
  'States.Array': { arity: [0, Infinity], run: (...items: unknown[]) => items },
  'States.ArrayPartition': { arity: [2, 2], run: partition },
  'States.ArrayContains': {
    arity: [2, 2],
    run: (array: unknown, wanted: unknown) =>
      need<unknown[]>(array, 'array', 'the first argument of States.ArrayContains').some((item) =>
        isDeepStrictEqual(item, wanted),
      ),
  },
  'States.ArrayRange': { arity: [3, 3], run: range },
  'States.ArrayGetItem': { arity: [2, 2], run: getItem },
  'States.ArrayLength': {
    arity: [1, 1],
    run: (array: unknown) => need<unknown[]>(array, 'array', 'the argument of States.ArrayLength').length,
  },
  'States.ArrayUnique': { arity: [1, 1], run: unique },
};

function partition(array: unknown, size: unknown): unknown[][] {
  const items = need<unknown[]>(array, 'array', 'the first argument of States.ArrayPartition');
  const chunk = need<number>(size, 'integer', 'the second argument of States.ArrayPartition');
  if (chunk < 1) throw intrinsicFailure(`States.ArrayPartition cannot make parts of ${chunk} items: take 1 or more`);
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, i) => items.slice(i * chunk, (i + 1) * chunk));
}

function range(...args: unknown[]): number[] {
  const [start, end, step] = args.map((arg) => need<number>(arg, 'integer', 'an argument of States.ArrayRange'));
  if (start === undefined || end === undefined || !step)
    throw intrinsicFailure('States.ArrayRange cannot take steps of 0');
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > MAX_RANGE)
    throw intrinsicFailure(`States.ArrayRange would make ${length} items, but makes at most ${MAX_RANGE}`);
  return Array.from({ length }, (_, i) => start + i * step);
}

function getItem(array: unknown, index: unknown): unknown {
  const items = need<unknown[]>(array, 'array', 'the first argument of States.ArrayGetItem');
  const at = need<number>(index, 'integer', 'the second argument of States.ArrayGetItem');
  if (at >= 0 && at < items.length) return items[at];
  throw intrinsicFailure(`States.ArrayGetItem was asked for item ${at} of a list of ${items.length}`);
}

function unique(array: unknown): unknown[] {
  const items = need<unknown[]>(array, 'array', 'the argument of States.ArrayUnique');
  return items.filter((item, at) => items.findIndex((other) => isDeepStrictEqual(item, other)) === at);
}
