import { isObject } from '../../../contract/describe.ts';
import type { Frame } from './frame.ts';

const PLAIN = /^\$\$?(?:\.[A-Za-z_][\w-]*)*$/;

/**
 * Reads paths of nothing but names, such as `$.order.id`, which are nearly all that a machine has.
 *
 * @returns undefined where one of the paths is more than that; the reader gives undefined where one leads nowhere
 */
export function plainReader(paths: readonly string[]): ((frame: Frame) => unknown[] | undefined) | undefined {
  if (!paths.every((path) => PLAIN.test(path))) return undefined;
  const read = paths.map((path) => {
    const isContext = path.startsWith('$$');
    const names = path.split('.').slice(1);
    return ({ input, context }: Frame) => names.reduce(member, isContext ? context : input);
  });
  return (frame) => {
    const values = read.map((one) => one(frame));
    // What a path gives is nobody else's to change: the interpreter gives copies as well.
    return values.includes(undefined) ? undefined : values.map((value) => copy(value));
  };
}

function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one)]));
}
