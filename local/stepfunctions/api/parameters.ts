import { describe } from '../../../contract/describe.ts';
import { AwsError, type Parameters } from '../../http/aws-json.ts';

/** AWS's words for a parameter that is out of its bounds. */
export function validationException(value: string, name: string, constraint: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value} at '${name}' failed to satisfy constraint: ${constraint}`,
  );
}

/** @throws AwsError ValidationException where it is left out, SerializationException where it is no string */
export function requiredString(parameters: Parameters, name: string): string {
  return optionalString(parameters, name) ?? missing(name);
}

export function optionalString(parameters: Parameters, name: string): string | undefined {
  return optional(parameters, name, 'string');
}

export function optionalBoolean(parameters: Parameters, name: string): boolean | undefined {
  return optional(parameters, name, 'boolean');
}

export function optionalNumber(parameters: Parameters, name: string): number | undefined {
  return optional(parameters, name, 'number');
}

interface Types {
  string: string;
  boolean: boolean;
  number: number;
}

function optional<T extends keyof Types>(parameters: Parameters, name: string, type: T): Types[T] | undefined {
  const value = parameters[name] ?? undefined;
  if (value === undefined || typeof value === type) return value as Types[T] | undefined;
  throw new AwsError('SerializationException', `${name} is ${describe(value)}, but has to be a ${type}`);
}

function missing(name: string): never {
  throw validationException('null', name, 'Member must not be null');
}
