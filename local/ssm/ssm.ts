import { describe } from '../../contract/describe.ts';
import type { Assembly } from '../cloudformation/assembly.ts';
import { AwsError, awsJsonService, type Parameters } from '../http/aws-json.ts';
import type { Service } from '../http/service.ts';
import { byPath } from './by-path.ts';
import { readParameters, type SsmParameter } from './parameters.ts';

const MAX_NAMES = 10;

/**
 * Parameter Store, filled by the AWS::SSM::Parameters of the templates, and read only.
 *
 * @throws TemplateError when two parameters have one name
 */
export function createSsm({ assembly }: { readonly assembly: Assembly }): Service {
  const parameters = readParameters(assembly);
  return awsJsonService({
    name: 'ssm',
    targetPrefix: 'AmazonSSM',
    actions: {
      GetParameter: ({ Name }) => ({ Parameter: find(parameters, textOf('name', Name)) }),
      GetParameters: ({ Names }) => getParameters(parameters, Names),
      GetParametersByPath: (request) => byPath(parameters, request),
    },
  });
}

function getParameters(parameters: ReadonlyMap<string, SsmParameter>, names: unknown): Parameters {
  if (!Array.isArray(names) || names.length === 0 || names.length > MAX_NAMES) {
    throw validationError(
      `Value ${describe(names)} at 'names' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAMES}, and at least 1`,
    );
  }
  const wanted = [...new Set(names.map((name) => textOf('names', name)))];
  const found = wanted.map((name) => parameters.get(plainName(name)));
  return {
    Parameters: found.filter((parameter) => parameter !== undefined),
    InvalidParameters: wanted.filter((_, at) => found[at] === undefined),
  };
}

/** AWS sends the code alone; the message is ours, since "UnknownError" helps nobody. */
function find(parameters: ReadonlyMap<string, SsmParameter>, name: string): SsmParameter {
  const parameter = parameters.get(plainName(name));
  if (parameter !== undefined) return parameter;
  throw new AwsError('ParameterNotFound', `Parameter ${name} not found.`);
}

/** A name may be written as an ARN, and may end in a version: `/stage/table:1`. */
function plainName(selector: string): string {
  const name = selector.replace(/^arn:[^:]+:ssm:[^:]*:[^:]*:parameter/, '');
  const [plain = '', version = '1'] = name.split(':');
  if (version === '1') return plain;
  throw new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${plain}. Verify the version and try again.`,
  );
}

function textOf(member: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(
    `Value ${describe(value)} at '${member}' failed to satisfy constraint: Member must be a string`,
  );
}

function validationError(problem: string): AwsError {
  return new AwsError('ValidationException', `1 validation error detected: ${problem}`);
}
