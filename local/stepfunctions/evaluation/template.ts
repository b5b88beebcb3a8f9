import { isObject } from '../../../contract/describe.ts';
import type { Expression } from './frame.ts';
import { compileCall } from './intrinsics/compile.ts';
import { parseCall } from './intrinsics/parse.ts';
import { type Lookup, PathSet } from './paths.ts';

/** A payload template (Parameters, ResultSelector, ItemSelector): fields whose names end in `.$` are computed. */
export function compileTemplate(template: unknown): Expression {
  return compile((paths) => templateLookup(template, paths));
}

/** A field that is a path or a call of an intrinsic function: InputPath, ErrorPath, CausePath. */
export function compileExpression(text: string): Expression {
  return compile((paths) => expressionLookup(text, paths));
}

function compile(make: (paths: PathSet) => Lookup): Expression {
  const paths = new PathSet();
  const lookup = make(paths);
  const read = paths.reader();
  return async (frame) => lookup(await read(frame));
}

function templateLookup(template: unknown, paths: PathSet): Lookup {
  if (Array.isArray(template)) {
    const items = template.map((item) => templateLookup(item, paths));
    return (values) => items.map((item) => item(values));
  }
  if (!isObject(template)) return () => template;
  const fields = Object.entries(template).map(([name, value]) => fieldLookup(name, value, paths));
  return (values) => Object.fromEntries(fields.map(([name, field]) => [name, field(values)]));
}

function fieldLookup(name: string, value: unknown, paths: PathSet): readonly [string, Lookup] {
  if (!name.endsWith('.$')) return [name, templateLookup(value, paths)];
  return [name.slice(0, -2), expressionLookup(String(value), paths)];
}

function expressionLookup(text: string, paths: PathSet): Lookup {
  return text.startsWith('$') ? paths.add(text) : compileCall(parseCall(text), paths);
}
