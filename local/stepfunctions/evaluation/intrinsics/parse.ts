import { describe } from '../../../../contract/describe.ts';
import type { Argument, Call } from './call.ts';

const NAME = /(States\.[A-Za-z0-9]+)\s*\(\s*/y;
const STRING = /'((?:\\['{}\\]|[^'\\])*)'/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=\s*[,)])/y;
const WORD = /(?:true|false|null)\b/y;
/** Up to the comma or parenthesis that ends the argument; brackets may hold both. */
const PATH = /\$(?:\[(?:'(?:\\.|[^'])*'|"(?:\\.|[^"])*"|[^\]'"])*\]|[^[\],()\s])*/y;
const COMMA = /\s*,\s*/y;
const CLOSE = /\s*\)/y;

/**
 * Parses a call of an intrinsic function.
 *
 * @throws SyntaxError saying where it stops being one
 */
export function parseCall(text: string): Call {
  const reader = new Reader(text.trim());
  const call = callAt(reader);
  if (call === undefined || !reader.atEnd) throw reader.error();
  return call;
}

function callAt(reader: Reader): Call | undefined {
  const name = reader.take(NAME)?.[1];
  if (name === undefined) return undefined;
  const args: Argument[] = [];
  while (!reader.take(CLOSE)) {
    if (args.length > 0 && !reader.take(COMMA)) throw reader.error();
    args.push(argumentAt(reader));
  }
  return { name, args };
}

function argumentAt(reader: Reader): Argument {
  const string = reader.take(STRING);
  if (string !== undefined) return { kind: 'string', raw: string[1] ?? '' };
  const literal = reader.take(NUMBER) ?? reader.take(WORD);
  if (literal !== undefined) return { kind: 'literal', value: JSON.parse(literal[0]) };
  const path = reader.take(PATH);
  if (path !== undefined) return { kind: 'path', path: path[0] };
  const call = callAt(reader);
  if (call !== undefined) return { kind: 'call', call };
  throw reader.error();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text) ?? undefined;
    if (match !== undefined) this.#at = pattern.lastIndex;
    return match;
  }

  error(): SyntaxError {
    return new SyntaxError(
      `${describe(this.#text)} is not a call of an intrinsic function: what begins at character ${this.#at + 1} is not understood`,
    );
  }
}
