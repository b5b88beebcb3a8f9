import { isObject } from '../../../../contract/describe.ts';
import type { Argument, Call } from '../../evaluation/intrinsics/call.ts';
import { parseCall } from '../../evaluation/intrinsics/parse.ts';
import type { State } from '../definition.ts';

export interface UsedPath {
  readonly field: string;
  readonly path: string;
  /** The interpreter itself reads it, with one context object for all states. */
  readonly native: boolean;
}

const TEMPLATES = ['Parameters', 'ResultSelector', 'ItemSelector'];
const PATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'ErrorPath',
  'CausePath',
];
const NATIVE_FIELDS = ['OutputPath', 'TimeoutSecondsPath'];

/** Every path that a state reads, those in its intrinsic functions and in a Choice's rules included. */
export function pathsOf(state: State): readonly UsedPath[] {
  const isOwn = state.Type === 'Choice' || state.Type === 'Succeed';
  return [
    ...PATH_FIELDS.flatMap((field) => pathsIn(field, state[field], isOwn || NATIVE_FIELDS.includes(field))),
    ...TEMPLATES.flatMap((field) => templatePaths(field, state[field])),
    ...choicePaths(state.Choices),
  ];
}

/** The calls of intrinsic functions that a state makes, as text. */
export function callsOf(state: State): readonly { readonly field: string; readonly text: string }[] {
  const fields = PATH_FIELDS.map((field) => ({ field, text: state[field] })).filter(
    ({ text }) => typeof text === 'string',
  );
  const computed = TEMPLATES.flatMap((field) => templateTexts(field, state[field]));
  // What is no text at all is no path, and so is told to be no call either.
  return [...fields, ...computed]
    .map(({ field, text }) => ({ field, text: String(text) }))
    .filter(({ text }) => isCall(text));
}

function isCall(text: string): boolean {
  return !text.startsWith('$');
}

function pathsIn(field: string, value: unknown, native: boolean): UsedPath[] {
  if (typeof value !== 'string') return [];
  const paths = isCall(value) ? pathsInCall(value) : [value];
  return paths.map((path) => ({ field, path, native }));
}

function pathsInCall(text: string): string[] {
  try {
    return argumentPaths(parseCall(text));
  } catch (error) {
    // What is no call is refused as such, by its own rule.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function argumentPaths(call: Call): string[] {
  return call.args.flatMap((arg: Argument) => {
    if (arg.kind === 'path') return [arg.path];
    return arg.kind === 'call' ? argumentPaths(arg.call) : [];
  });
}

function templatePaths(field: string, template: unknown): UsedPath[] {
  return templateTexts(field, template).flatMap((entry) => pathsIn(entry.field, entry.text, false));
}

function templateTexts(field: string, template: unknown): { field: string; text: unknown }[] {
  if (Array.isArray(template)) return template.flatMap((item) => templateTexts(field, item));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([name, value]) =>
    name.endsWith('.$') ? [{ field: `${field}, ${name}`, text: value }] : templateTexts(field, value),
  );
}

function choicePaths(rules: unknown): UsedPath[] {
  if (Array.isArray(rules)) return rules.flatMap(choicePaths);
  if (!isObject(rules)) return [];
  return Object.entries(rules).flatMap(([field, value]) => {
    if (field === 'Variable' || field.endsWith('Path')) return pathsIn(field, value, true);
    return typeof value === 'object' ? choicePaths(value) : [];
  });
}
