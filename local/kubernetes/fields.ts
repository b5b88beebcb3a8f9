import { describe, isObject } from '../../contract/describe.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Why a field may be left without effect on this machine, by its name. */
export type WithoutEffect = Readonly<Record<string, string>>;

/** The object at a path, with fields that are either honoured or known to have no effect. */
export function checkedFields(
  value: unknown,
  path: string,
  { honoured, withoutEffect }: { readonly honoured: readonly string[]; readonly withoutEffect: WithoutEffect },
  object: KubernetesObject,
): Fields {
  const fields = objectAt(value, path, object);
  const unknown = Object.keys(fields).find((name) => !honoured.includes(name) && !Object.hasOwn(withoutEffect, name));
  if (unknown === undefined) return fields;
  return object.fail(`${path}.${unknown} is not honoured by the embedded cloud: do without it`);
}

export function objectAt(value: unknown, path: string, object: KubernetesObject): Fields {
  return isObject(value) ? value : object.fail(`${path} is ${describe(value)}, but has to be an object`);
}

/** A list of texts; one that is left out is empty. */
export function textsAt(value: unknown, path: string, object: KubernetesObject): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((element) => typeof element === 'string')) return value;
  return object.fail(`${path} is ${describe(value)}, but has to be a list of texts`);
}

/** A whole number, 0 or more. */
export function countAt(value: unknown, path: string, otherwise: number, object: KubernetesObject): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  return object.fail(`${path} is ${describe(value)}, but has to be a whole number, 0 or more`);
}
