import { describe, isObject } from '../../contract/describe.ts';
import type { Resource } from '../cloudformation/assembly.ts';

/** What a request is about, by condition key in lower case: IAM does not tell keys apart by case. */
export type RequestContext = ReadonlyMap<string, string>;

/** A line of a Condition: all lines have to hold. */
export interface Condition {
  /** Such as `StringEquals`. */
  readonly operator: string;
  readonly key: string;
  /** One of them has to match, or none where the operator says Not. */
  readonly values: readonly string[];
}

interface Operator {
  readonly matches: (got: string, wanted: string) => boolean;
  readonly isNegated: boolean;
}

const equals = (got: string, wanted: string) => got === wanted;
const equalsIgnoringCase = (got: string, wanted: string) => got.toLowerCase() === wanted.toLowerCase();

/** `*` stands for any text and `?` for any character. */
function like(got: string, wanted: string): boolean {
  const pattern = wanted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${pattern}$`).test(got);
}

const both = (name: string, matches: Operator['matches']): [string, Operator][] => [
  [`String${name}`, { matches, isNegated: false }],
  [`StringNot${name}`, { matches, isNegated: true }],
];

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...both('Equals', equals),
  ...both('EqualsIgnoreCase', equalsIgnoringCase),
  ...both('Like', like),
  // The same for both, as IAM has it.
  ...['ArnEquals', 'ArnLike'].map((name): [string, Operator] => [name, { matches: like, isNegated: false }]),
  ...['ArnNotEquals', 'ArnNotLike'].map((name): [string, Operator] => [name, { matches: like, isNegated: true }]),
]);

const IF_EXISTS = /IfExists$/;

/** @throws TemplateError for an operator that is not known */
export function readConditions(condition: unknown, role: Resource): Condition[] {
  return Object.entries(isObject(condition) ? condition : {}).flatMap(([operator, lines]) => {
    if (!OPERATORS.has(operator.replace(IF_EXISTS, ''))) {
      role.fail(
        `the condition operator ${operator} in AssumeRolePolicyDocument is not known to the embedded STS, only ${[...OPERATORS.keys()].join(', ')}, each also with IfExists: use one of them`,
      );
    }
    return Object.entries(isObject(lines) ? lines : {}).map(([key, values]) => ({
      operator,
      key,
      values: [values].flat().map(String),
    }));
  });
}

/** Why a condition does not hold, or nothing where it does. */
export function brokenCondition({ operator, key, values }: Condition, context: RequestContext): string | undefined {
  const { matches, isNegated } = OPERATORS.get(operator.replace(IF_EXISTS, '')) ?? {
    matches: equals,
    isNegated: false,
  };
  const got = context.get(key.toLowerCase());
  // A key that the request does not have matches nothing.
  const holds =
    got === undefined
      ? isNegated || IF_EXISTS.test(operator)
      : values.some((value) => matches(got, value)) !== isNegated;
  return holds ? undefined : `${key} is ${describe(got)}, but ${operator} asks for ${values.join(' or ')}`;
}
