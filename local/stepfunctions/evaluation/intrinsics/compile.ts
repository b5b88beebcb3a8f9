import type { Lookup, PathSet } from '../paths.ts';
import { type Argument, type Call, withoutEscapes } from './call.ts';
import type { Intrinsic } from './function.ts';
import { INTRINSICS } from './table.ts';

/** Makes a function of a call; its paths are read with the set's. */
export function compileCall(call: Call, paths: PathSet): Lookup {
  const run = intrinsicOf(call).run as (...args: unknown[]) => unknown;
  const args = call.args.map((arg, at) => compileArgument(arg, paths, call.name === 'States.Format' && at === 0));
  return (values) => run(...args.map((arg) => arg(values)));
}

function compileArgument(arg: Argument, paths: PathSet, keepsEscapes: boolean): Lookup {
  switch (arg.kind) {
    case 'literal':
      return () => arg.value;
    case 'string': {
      const text = keepsEscapes ? arg.raw : withoutEscapes(arg.raw);
      return () => text;
    }
    case 'path':
      return paths.add(arg.path);
    case 'call':
      return compileCall(arg.call, paths);
  }
}

function intrinsicOf({ name }: Call): Intrinsic {
  const intrinsic = INTRINSICS.get(name);
  if (intrinsic === undefined) throw new SyntaxError(`there is no intrinsic function ${name}`);
  return intrinsic;
}
