import type { Argument, Call } from '../../evaluation/intrinsics/call.ts';
import { parseCall } from '../../evaluation/intrinsics/parse.ts';
import { INTRINSICS } from '../../evaluation/intrinsics/table.ts';
import { callsOf } from './paths-of.ts';
import type { Refusal } from './refusal.ts';

/** Calls of functions that are not there, or not with these arguments. */
export const refuseIntrinsics: Refusal = (state) =>
  callsOf(state).flatMap(({ field, text }) => {
    try {
      return complaints(parseCall(text)).map((complaint) => `${complaint} in ${field}`);
    } catch (error) {
      if (error instanceof SyntaxError) return [`${error.message} in ${field}`];
      throw error;
    }
  });

function complaints(call: Call): string[] {
  const inner = call.args.flatMap((arg: Argument) => (arg.kind === 'call' ? complaints(arg.call) : []));
  const own = complaintAbout(call);
  return own === undefined ? inner : [own, ...inner];
}

function complaintAbout({ name, args }: Call): string | undefined {
  const intrinsic = INTRINSICS.get(name);
  if (intrinsic === undefined) return `the function ${name}: there are ${[...INTRINSICS.keys()].join(', ')}`;
  if (name === 'States.MathRandom' && args.length === 3)
    return 'a seed for States.MathRandom: AWS would give other numbers; leave the third argument out';
  const [min, max] = intrinsic.arity;
  if (args.length >= min && args.length <= max) return undefined;
  return `${name} with ${args.length} arguments: it takes ${min === max ? min : `${min} or more`}`;
}
