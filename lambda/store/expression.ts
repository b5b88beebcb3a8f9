/**
 * A piece of a DynamoDB expression with the placeholders that it uses. DynamoDB refuses a request that defines a name or a
 * value that no expression uses, so each piece brings its own and a request sends what its pieces bring.
 */
export interface Expression {
  readonly text: string;
  /** Attributes that the text names as `#<attribute>`: always by placeholder, `Status` and others are reserved words. */
  readonly attributes: readonly string[];
  /** Values that the text names, by placeholder: `:me`. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Every attribute that the pieces use, by its placeholder. */
export function namesOf(expressions: readonly Expression[]): Record<string, string> {
  return Object.fromEntries(expressions.flatMap(({ attributes }) => attributes.map((name) => [`#${name}`, name])));
}

/** Every value that the pieces use. One placeholder means one value throughout a request. */
export function valuesOf(expressions: readonly Expression[]): Record<string, unknown> {
  return Object.assign({}, ...expressions.map(({ values }) => values));
}
