import { AwsError } from '../../http/aws-json.ts';

const MAX_CHARACTERS = 80;

/** What AWS forbids: white space, brackets, wildcards, special characters, control characters, surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/**
 * Checks the name of an execution or of a state machine.
 *
 * @throws AwsError InvalidName saying what is wrong with it
 */
export function checkName(name: string): string {
  if (name.length < 1 || name.length > MAX_CHARACTERS)
    throw invalidName(name, `it has ${name.length} characters, but has to have 1 to ${MAX_CHARACTERS}`);
  const found = FORBIDDEN.exec(name);
  if (found === null) return name;
  throw invalidName(
    name,
    `it has ${JSON.stringify(found[0])} at character ${found.index + 1}, but may not have white space, brackets < > { } [ ], ` +
      'wildcards ? *, any of " # % \\ ^ | ~ ` $ & , ; : /, or control characters',
  );
}

function invalidName(name: string, why: string): AwsError {
  return new AwsError('InvalidName', `Invalid Name: '${name.slice(0, 200)}': ${why}`);
}
