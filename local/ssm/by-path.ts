import { describe } from '../../contract/describe.ts';
import { AwsError, type Parameters } from '../http/aws-json.ts';
import type { SsmParameter } from './parameters.ts';

const MAX_RESULTS = 10;
const PATH = /^(\/[A-Za-z0-9_.-]+)*\/?$/;

/** GetParametersByPath: sorted by name, so that a page's token can be the name that comes next. */
export function byPath(parameters: ReadonlyMap<string, SsmParameter>, request: Parameters): Parameters {
  const { Path: path, Recursive, MaxResults = MAX_RESULTS, NextToken, ParameterFilters } = request;
  if (ParameterFilters !== undefined) {
    throw new AwsError('ValidationException', 'the embedded ssm does not honour ParameterFilters: filter the answer');
  }
  if (typeof path !== 'string' || path === '' || !PATH.test(path)) throw invalidPath(path);
  if (typeof MaxResults !== 'number' || !Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MAX_RESULTS) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${String(MaxResults)}' at 'maxResults' failed to satisfy constraint: ` +
        `Member must have value between 1 and ${MAX_RESULTS}`,
    );
  }
  const parent = path.endsWith('/') ? path : `${path}/`;
  const matches = [...parameters.values()]
    .filter(({ Name }) => Name.startsWith(parent) && (Recursive === true || !Name.slice(parent.length).includes('/')))
    .sort((one, other) => (one.Name < other.Name ? -1 : 1));
  const start = NextToken === undefined ? 0 : matches.findIndex(({ Name }) => Name === NextToken);
  if (start < 0) throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  const next = matches[start + MaxResults];
  return { Parameters: matches.slice(start, start + MaxResults), ...(next && { NextToken: next.Name }) };
}

function invalidPath(path: unknown): AwsError {
  return new AwsError(
    'ValidationException',
    `Path is ${describe(path)}, but has to begin with a forward slash, with levels of A-Z a-z 0-9 . - _ between slashes: /get/parameters2-/by1./path0_`,
  );
}
