import { randomUUID } from 'node:crypto';
import { type Intrinsic, intrinsicFailure, need } from './function.ts';
import { javaText } from './java-text.ts';

export const STRINGS: Readonly<Record<string, Intrinsic>> = {
  'States.Format': { arity: [1, Infinity], run: format },
  'States.StringSplit': { arity: [2, 2], run: split },
  'States.UUID': { arity: [0, 0], run: () => randomUUID() },
};

/** @param template with its escapes: `\{` is a brace, `{}` a place for a value */
function format(template: unknown, ...values: unknown[]): string {
  const parts = need<string>(template, 'string', 'the first argument of States.Format').split(/(\\.|\{\})/s);
  const places = parts.filter((part) => part === '{}').length;
  if (places !== values.length)
    throw intrinsicFailure(`States.Format has ${places} places {} for ${values.length} values: it needs one for each`);
  const rest = values.values();
  return parts
    .map((part) =>
      part === '{}' ? javaText(rest.next().value) : part.length === 2 && part[0] === '\\' ? part[1] : part,
    )
    .join('');
}

/** Each character of the second argument splits, and nothing stands between two that follow each other. */
function split(text: unknown, delimiters: unknown): string[] {
  const characters = [...need<string>(delimiters, 'string', 'the second argument of States.StringSplit')];
  let parts = [need<string>(text, 'string', 'the first argument of States.StringSplit')];
  for (const character of characters) parts = parts.flatMap((part) => part.split(character));
  return parts.filter((part) => part !== '');
}
