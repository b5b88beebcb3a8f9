import { isObject } from '../../../../contract/describe.ts';
import { withFields } from '../fields.ts';
import type { Mend } from './mend.ts';

/**
 * `ResultPath: "$"` is the default, but the interpreter puts the result under a key `$`; and it takes the `$` of
 * `$['a key']` for a key as well. It applies to a state and to each of its catchers.
 */
export const plainResultPaths: Mend = (state) => {
  const { Catch } = state;
  const mended = mendField(state);
  if (!Array.isArray(Catch)) return mended;
  return withFields(mended, { Catch: Catch.map((catcher) => (isObject(catcher) ? mendField(catcher) : catcher)) });
};

function mendField<T extends Readonly<Record<string, unknown>>>(holder: T): T {
  const { ResultPath, ...others } = holder;
  if (typeof ResultPath !== 'string') return holder;
  if (ResultPath === '$') return others as unknown as T;
  return { ...holder, ResultPath: ResultPath.replace(/^\$(?=\[)/, '') };
}
