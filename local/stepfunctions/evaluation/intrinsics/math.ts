import { type Intrinsic, intrinsicFailure, need } from './function.ts';

export const MATH: Readonly<Record<string, Intrinsic>> = {
  'States.MathAdd': {
    arity: [2, 2],
    run: (first: unknown, second: unknown) => whole(first, 'States.MathAdd') + whole(second, 'States.MathAdd'),
  },
  // A third argument seeds AWS's own generator: the table of refusals turns it down.
  'States.MathRandom': { arity: [2, 2], run: random },
};

/** AWS rounds each argument to a whole number, halves upwards, before it does anything else; and it has no -0. */
function whole(value: unknown, name: string): number {
  return Math.round(need<number>(value, 'number', `an argument of ${name}`)) || 0;
}

function random(start: unknown, end: unknown): number {
  const from = whole(start, 'States.MathRandom');
  const to = whole(end, 'States.MathRandom');
  if (from >= to) throw intrinsicFailure(`States.MathRandom needs an end above its start, but got ${from} and ${to}`);
  return from + Math.floor(Math.random() * (to - from));
}
