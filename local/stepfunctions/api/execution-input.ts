import { AwsError } from '../../http/aws-json.ts';
import { exceedsDataLimit, MAX_DATA_BYTES } from '../data-limit.ts';
import { validationException } from './parameters.ts';

/** As deep as AWS's own JSON parser goes. */
const MAX_DEPTH = 1000;

/**
 * Parses an execution's input.
 *
 * @throws AwsError ValidationException above 262,144 characters, InvalidExecutionInput for what is no JSON or too large
 */
export function parseInput(text: string): unknown {
  if (text.length > MAX_DATA_BYTES)
    throw validationException(
      `of ${text.length} characters`,
      'input',
      `Member must have length less than or equal to ${MAX_DATA_BYTES}`,
    );
  if (exceedsDataLimit(text))
    throw invalidInput(`it has ${Buffer.byteLength(text)} bytes in UTF-8, but may have at most ${MAX_DATA_BYTES}`);
  const value = parse(text);
  if (isDeeperThan(value, MAX_DEPTH)) throw invalidInput(`it is nested deeper than ${MAX_DEPTH} levels`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidInput(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

function invalidInput(why: string, cause?: unknown): AwsError {
  return new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`, 400, { cause });
}
