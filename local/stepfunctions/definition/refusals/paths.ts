import { shapeOf } from '../../evaluation/grammar.ts';
import type { State } from '../definition.ts';
import { pathsOf, type UsedPath } from './paths-of.ts';
import type { Refusal } from './refusal.ts';

/** Paths that the interpreter reads otherwise than AWS. */
export const refusePaths: Refusal = (state) =>
  pathsOf(state)
    .filter(({ path }) => !/^\$[A-Za-z_]/.test(path))
    .map((used) => complaintAbout(used, state))
    .filter((complaint) => complaint !== undefined);

function complaintAbout(used: UsedPath, state: State): string | undefined {
  const { field, path, native } = used;
  const shape = shapeOf(path);
  const where = `the path ${path} in ${field}`;
  if (shape === undefined)
    return `${where}: only names, indexes, wildcards, slices, descents and filters of the item itself are read as on AWS`;
  if (/^\$\$\.Task\b/.test(path)) return `${where}: there are no task tokens`;
  if (native && shape.indefinite)
    return `${where}: an empty list could not be told from a missing one here; read it in Parameters or ResultSelector`;
  if (native && /^\$\$(?:$|\.State\b)/.test(path))
    return `${where}: what differs from state to state can be read in Parameters and ResultSelector only`;
  if (state.Type === 'Choice' && path === '$')
    return `${where}: a Choice can look at a field only; put the value under a key, with Parameters of a Pass state`;
  return undefined;
}
