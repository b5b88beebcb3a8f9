import { describe, isObject } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';
import type { BusEvent } from './event.ts';

/** What a target gets of an event, as text. @throws AwsError where it does not come out as JSON */
export type TargetInput = (event: BusEvent, rule: { readonly name: string; readonly arn: string }) => string;

export interface InputProps {
  readonly Input?: unknown;
  readonly InputPath?: unknown;
  readonly InputTransformer?: unknown;
}

/** @throws Error for a path that is not followed here as EventBridge follows it */
export function compileInput({ Input, InputPath, InputTransformer }: InputProps): TargetInput {
  if (Input !== undefined) return () => String(Input);
  if (isObject(InputTransformer)) return transformer(InputTransformer);
  if (InputPath === undefined) return (event) => JSON.stringify(event);
  const follow = compilePath(String(InputPath));
  return (event) => JSON.stringify(follow(event) ?? null);
}

const PATH = /^\$(?:\.[\w-]+|\[\d+\]|\['[^']+'\])*$/;

function compilePath(path: string): (event: unknown) => unknown {
  if (!PATH.test(path))
    throw new Error(
      `path ${describe(path)} is not followed by the embedded EventBridge: name members, as in $.detail.name`,
    );
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(([, name, index, quoted]) =>
    String(name ?? index ?? quoted),
  );
  return (event) =>
    steps.reduce<unknown>((value, step) => {
      if (Array.isArray(value)) return value[Number(step)];
      return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }, event);
}

const VARIABLE = /<([\w.-]+)>/g;
const OWN_VARIABLES = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

function transformer({ InputPathsMap = {}, InputTemplate }: Readonly<Record<string, unknown>>): TargetInput {
  const paths = Object.entries(isObject(InputPathsMap) ? InputPathsMap : {}).map(
    ([name, path]) => [name, compilePath(String(path))] as const,
  );
  const template = String(InputTemplate);
  const known = [...paths.map(([name]) => name), ...OWN_VARIABLES];
  const unknown = [...template.matchAll(VARIABLE)].find(([, name]) => !known.includes(String(name)));
  if (unknown !== undefined)
    throw new Error(`InputTemplate has ${unknown[0]}, but InputPathsMap has only ${known.join(', ')}: add its path`);
  return (event, rule) => {
    const values = new Map<string, unknown>([
      ...paths.map(([name, follow]) => [name, follow(event)] as const),
      ['aws.events.rule-arn', rule.arn],
      ['aws.events.rule-name', rule.name],
      ['aws.events.event.ingestion-time', event.time],
      ['aws.events.event', event],
      ['aws.events.event.json', event],
    ]);
    return checkJson(fill(template, values));
  };
}

function checkJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new AwsError('ValidationException', `InputTemplate gives ${text}, which is no JSON`, 400, { cause });
  }
}

/**
 * Puts values in the place of `<name>`. Within quotes a string goes in as it is; outside of them, and where it is no string,
 * a value is its JSON. What the event does not have leaves nothing, which may well be no JSON any more.
 */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let isQuoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (found, name: string | undefined) => {
    if (found === '"') isQuoted = !isQuoted;
    if (name === undefined) return found;
    const value = values.get(name);
    if (value === undefined) return '';
    const json = JSON.stringify(value);
    if (!isQuoted) return json;
    return typeof value === 'string' ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
}
