/** `States.Format('{} of {}', $.a, 3)`, parsed. */
export interface Call {
  readonly name: string;
  readonly args: readonly Argument[];
}

export type Argument =
  | { readonly kind: 'literal'; readonly value: unknown }
  /** Escapes are kept: States.Format tells `\{` from `{`. */
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly call: Call };

/** Takes the backslashes out of a string literal. */
export function withoutEscapes(raw: string): string {
  return raw.replace(/\\(.)/gs, '$1');
}
