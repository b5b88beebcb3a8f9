/** As dynalite's parsers are called: what they find used they take off the unused. */
interface Context {
  readonly attrNames?: Readonly<Record<string, string>>;
  readonly attrVals?: Readonly<Record<string, object>>;
  readonly unusedAttrNames: Record<string, true>;
  readonly unusedAttrVals: Record<string, true>;
}

export interface ExpressionParser {
  parse(expression: string, options: { context: Context }): unknown;
}

/** What parsing an expression came to. */
interface Parsed {
  /** With a `Reference` in the place of each value. */
  readonly tree: unknown;
  readonly usedNames: readonly string[];
  readonly usedValues: readonly string[];
}

class Reference {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A program has a few expressions; who makes up new ones all the time pays for it in time, not in memory. */
const MAX_ENTRIES = 500;

/**
 * Lets a parser parse an expression once for all values of the same types: its grammar goes back and forth, and takes as long
 * as all the rest of a request. An expression that is wrong is parsed each time, and so is one with BETWEEN, where the parser
 * looks at the values.
 */
export function cacheExpressions(parser: ExpressionParser): void {
  const parse = parser.parse.bind(parser);
  const cache = new Map<string, Parsed>();
  parser.parse = (expression, options) => {
    if (/between/i.test(expression)) return parse(expression, options);
    const { context } = options;
    const key = keyOf(expression, context);
    const known = cache.get(key);
    if (known !== undefined) return recall(known, context);
    const own = ownContext(context);
    const tree = parse(expression, { context: own });
    // The text of what is wrong.
    if (typeof tree === 'string') return tree;
    if (cache.size >= MAX_ENTRIES) cache.clear();
    const parsed = withReferences(tree, own);
    cache.set(key, parsed);
    return recall(parsed, context);
  };
}

/** With nothing used yet by another expression. dynalite has made copies of the values: each is an object of its own. */
function ownContext(context: Context): Required<Context> {
  const { attrNames = {}, attrVals = {} } = context;
  const all = (named: object) => Object.fromEntries(Object.keys(named).map((name) => [name, true as const]));
  return {
    ...context,
    attrNames,
    attrVals,
    unusedAttrNames: all(attrNames),
    unusedAttrVals: all(attrVals),
  };
}

/** All that the parser goes by: the texts, and the types of the values; whether it reads keys, which allow less. */
function keyOf(expression: string, context: Context): string {
  const { attrNames = {}, attrVals = {} } = context;
  let key = 'isKeyCondition' in context ? `key ${expression}` : expression;
  // With its length, since a name of an attribute may have anything in it.
  for (const [name, attribute] of Object.entries(attrNames)) key += `\n${name} ${attribute.length} ${attribute}`;
  for (const [name, value] of Object.entries(attrVals)) key += `\n${name} ${Object.keys(value)[0]}`;
  return key;
}

function withReferences(tree: unknown, context: Required<Context>): Parsed {
  const { attrNames, attrVals, unusedAttrNames, unusedAttrVals } = context;
  const names = new Map<unknown, string>(Object.entries(attrVals).map(([name, value]) => [value, name]));
  return {
    tree: copy(tree, (node) => {
      const name = names.get(node);
      return name === undefined ? undefined : new Reference(name);
    }),
    usedNames: Object.keys(attrNames).filter((name) => !(name in unusedAttrNames)),
    usedValues: Object.keys(attrVals).filter((name) => !(name in unusedAttrVals)),
  };
}

function recall({ tree, usedNames, usedValues }: Parsed, context: Context): unknown {
  for (const name of usedNames) delete context.unusedAttrNames[name];
  for (const name of usedValues) delete context.unusedAttrVals[name];
  return copy(tree, (node) => (node instanceof Reference ? context.attrVals?.[node.name] : undefined));
}

/** @param replace what stands in the place of a node; undefined to copy it */
function copy(node: unknown, replace: (node: object) => object | undefined): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const replacement = replace(node);
  if (replacement !== undefined) return replacement;
  if (Array.isArray(node)) return node.map((one) => copy(one, replace));
  // Names of attributes are looked up in objects without a prototype: `constructor` may be one.
  const copied = Object.create(Object.getPrototypeOf(node)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(node)) copied[name] = copy(value, replace);
  return copied;
}
