/** What a JSONPath of the Amazon States Language is made of, as far as AWS and the interpreter read it alike. */
export interface PathShape {
  /** Can match any number of places, and so yields a list: it has a wildcard, a slice, a filter or a descent. */
  readonly indefinite: boolean;
}

const NAME = String.raw`[^\s.[\]()*~^\x60@?'",:]+`;

const DEFINITE = [
  new RegExp(`\\.${NAME}`, 'y'), // .name
  /\[(['"])(?:\\.|(?!\1).)+\1\]/sy, // ['name']
  /\[\d+\]/y, // [0]
];
const INDEFINITE = [
  /\.\*/y,
  /\[\*\]/y,
  new RegExp(`\\.\\.(?:${NAME}|\\*|(?=\\[))`, 'y'), // ..name
  /\[\d+(?:\s*,\s*\d+)+\]/y, // [0,1]
  /\[-?\d*:-?\d*(?::\d+)?\]/y, // [1:2]
  /\[\?\((?:'[^']*'|"[^"]*"|[^'"$])*?\)\]/y, // [?(@.a == 'b')], which may not look back at the whole
];

/**
 * Reads a path that begins with `$` or `$$`. Undefined for what the interpreter reads otherwise than AWS, and for what is no
 * path at all: an index from the end, several names in brackets, functions, the interpreter's own operators.
 */
export function shapeOf(path: string): PathShape | undefined {
  let at = path.startsWith('$$') ? 2 : 1;
  let indefinite = false;
  while (at < path.length) {
    const definite = lengthAt(DEFINITE, path, at);
    const length = definite || lengthAt(INDEFINITE, path, at);
    if (length === 0) return undefined;
    indefinite ||= definite === 0;
    at += length;
  }
  return { indefinite };
}

function lengthAt(patterns: readonly RegExp[], path: string, at: number): number {
  for (const pattern of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(path);
    if (match !== null) return match[0].length;
  }
  return 0;
}
