import { describe, isObject } from '../../../contract/describe.ts';
import type { Definition } from './definition.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/** A definition, or why it is none. */
export type Parsed = { readonly definition: Definition } | { readonly problems: readonly Diagnostic[] };

/** Reads a definition's JSON. Only what everything else relies on is checked here; the rest is the validator's. */
export function parseDefinition(text: string): Parsed {
  const value = parseJson(text);
  if ('problems' in value) return value;
  const problems = structureOf(value.json, '');
  return problems.length === 0 ? { definition: value.json as Definition } : { problems };
}

function parseJson(text: string): { readonly json: unknown } | { readonly problems: readonly Diagnostic[] } {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    return {
      problems: [diagnostic('INVALID_JSON_DESCRIPTION', String(error instanceof Error ? error.message : error))],
    };
  }
}

const TYPES = ['Task', 'Parallel', 'Map', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail'];

/** What an interpreter would stumble over: a machine without states, a state without a type, a way to nowhere. */
function structureOf(value: unknown, path: string): Diagnostic[] {
  if (!isObject(value))
    return [invalid(`a state machine has to be a JSON object, but this is ${describe(value)}`, path)];
  const { StartAt, States } = value;
  if (!isObject(States)) return [invalid(`States has to be an object of states, but is ${describe(States)}`, path)];
  return [
    ...target(StartAt, 'StartAt', States, path),
    ...Object.entries(States).flatMap(([name, state]) => stateStructure(state, States, `${path}/States/${name}`)),
  ];
}

function stateStructure(state: unknown, siblings: Record<string, unknown>, path: string): Diagnostic[] {
  if (!isObject(state)) return [invalid(`a state has to be an object, but this is ${describe(state)}`, path)];
  const { Type } = state;
  if (!TYPES.includes(Type as string))
    return [invalid(`Type is ${describe(Type)}, but has to be one of ${TYPES.join(', ')}`, path)];
  return [...ways(state, siblings, path), ...below(state, path)];
}

function ways(state: Record<string, unknown>, siblings: Record<string, unknown>, path: string): Diagnostic[] {
  const { Type, Next, End, Default, Catch } = state;
  const rules = Type === 'Choice' ? listOf(state.Choices) : listOf(Catch);
  const caught = rules.flatMap((rule) => target(isObject(rule) ? rule.Next : undefined, 'Next', siblings, path));
  if (Type === 'Succeed' || Type === 'Fail') return caught;
  if (Type === 'Choice')
    return Default === undefined ? caught : [...caught, ...target(Default, 'Default', siblings, path)];
  return End === true ? caught : [...caught, ...target(Next, 'Next', siblings, path)];
}

function below(state: Record<string, unknown>, path: string): Diagnostic[] {
  if (state.Type === 'Parallel')
    return listOf(state.Branches).flatMap((branch, i) => structureOf(branch, `${path}/Branches/${i}`));
  if (state.Type === 'Map') return structureOf(state.ItemProcessor ?? state.Iterator, `${path}/ItemProcessor`);
  return [];
}

function target(name: unknown, field: string, states: Record<string, unknown>, path: string): Diagnostic[] {
  if (typeof name === 'string' && Object.hasOwn(states, name)) return [];
  return [invalid(`${field} is ${describe(name)}, but has to name one of ${Object.keys(states).join(', ')}`, path)];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function invalid(message: string, path: string): Diagnostic {
  return diagnostic('SCHEMA_VALIDATION_FAILED', message, path === '' ? '/' : path);
}
