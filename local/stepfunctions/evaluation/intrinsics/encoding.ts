import { createHash } from 'node:crypto';
import { describe } from '../../../../contract/describe.ts';
import { type Intrinsic, intrinsicFailure, needText } from './function.ts';

export const ENCODING: Readonly<Record<string, Intrinsic>> = {
  'States.Base64Encode': {
    arity: [1, 1],
    run: (text: unknown) => Buffer.from(needText(text, 'the argument of States.Base64Encode')).toString('base64'),
  },
  'States.Base64Decode': {
    arity: [1, 1],
    run: (text: unknown) => Buffer.from(needText(text, 'the argument of States.Base64Decode'), 'base64').toString(),
  },
  'States.Hash': { arity: [2, 2], run: hash },
};

const ALGORITHMS = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

function hash(text: unknown, algorithm: unknown): string {
  const data = needText(text, 'the first argument of States.Hash');
  if (typeof algorithm === 'string' && ALGORITHMS.includes(algorithm))
    return createHash(algorithm.replace('-', '')).update(data).digest('hex');
  throw intrinsicFailure(`States.Hash does not know ${describe(algorithm)}: it knows ${ALGORITHMS.join(', ')}`);
}
