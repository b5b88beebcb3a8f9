import { ARRAYS } from './arrays.ts';
import { ENCODING } from './encoding.ts';
import type { Intrinsic } from './function.ts';
import { JSONS } from './json.ts';
import { MATH } from './math.ts';
import { STRINGS } from './strings.ts';

/**
 * All intrinsic functions of JSONPath. They are computed here, because those of the interpreter lose every backslash of
 * their results, add fractions, split on one delimiter only, and know no Unicode in Base64.
 */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries({ ...ARRAYS, ...STRINGS, ...JSONS, ...ENCODING, ...MATH }),
);
