import { withFields } from '../fields.ts';
import type { Mend } from './mend.ts';

/** `InputPath: "$"` is the default, but the interpreter finds nothing at `$` where the input is null, 0, false or "". */
export const dropWholePaths: Mend = (state) =>
  withFields(state, {
    ...(state.InputPath === '$' && { InputPath: undefined }),
    ...(state.OutputPath === '$' && { OutputPath: undefined }),
  });
