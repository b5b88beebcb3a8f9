import { AwsError } from '../http/aws-error.ts';
import type { FunctionConfig } from './function-config.ts';
import { LATEST } from './function-name.ts';
import type { LambdaAnswer, LambdaRequest } from './request.ts';
import type { Lambda } from './runtime.ts';

/** What AWS gives at most. */
const MAX_ITEMS = 50;

/** `$LATEST` and the published versions, oldest first. */
export function listVersions(lambda: Lambda, { functionName, query }: LambdaRequest): LambdaAnswer {
  const { latest, versions } = lambda.find(functionName).deployed;
  const begin = Number(query.get('Marker') ?? 0);
  const end = begin + Math.min(Number(query.get('MaxItems') ?? MAX_ITEMS), MAX_ITEMS);
  const all = [[LATEST, latest] as const, ...versions];
  const NextMarker = end < all.length ? String(end) : null;
  return { body: { Versions: all.slice(begin, end).map(([version, fn]) => configuration(fn, version)), NextMarker } };
}

/** Deletes a version. To delete a whole function is for the template that made it. */
export function deleteVersion(lambda: Lambda, { functionName }: LambdaRequest): LambdaAnswer {
  const { fn, version, arn } = lambda.find(functionName);
  if (arn === fn.arn) {
    throw invalid(`the embedded lambda deletes versions only, not the function ${fn.name}: give a Qualifier`);
  }
  if (version === LATEST) throw invalid('$LATEST version cannot be deleted without deleting the function.');
  lambda.deleteVersion(fn.name, version);
  return { status: 204 };
}

function configuration(
  { name, arn, runtime, handler, timeoutMs, memorySizeMb, variables }: FunctionConfig,
  version: string,
) {
  return {
    FunctionName: name,
    FunctionArn: `${arn}:${version}`,
    Version: version,
    Runtime: runtime,
    Handler: handler,
    Timeout: timeoutMs / 1000,
    MemorySize: memorySizeMb,
    Environment: { Variables: variables },
    PackageType: 'Zip',
    State: 'Active',
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
