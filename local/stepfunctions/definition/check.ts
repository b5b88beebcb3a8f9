import { AwsError } from '../../http/aws-json.ts';
import type { Definition } from './definition.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';
import { parseDefinition } from './parse.ts';
import { refusalsOf } from './refusals.ts';
import { validate } from './validate.ts';

/** AWS takes no larger definition: 1 MiB. */
const MAX_CHARACTERS = 1_048_576;

/** What is wrong with a definition, and the definition where nothing is. */
export interface Verdict {
  readonly definition?: Definition;
  readonly problems: readonly Diagnostic[];
}

/**
 * Checks a definition: against the language, with asl-validator, and against what the embedded cloud runs.
 *
 * @param validated false where the definition is known to be valid, which saves about 0.2 s of blocked event loop
 */
export async function check(text: string, validated = true): Promise<Verdict> {
  if (text.length > MAX_CHARACTERS)
    return {
      problems: [
        diagnostic('DEFINITION_TOO_LARGE', `${text.length} characters: at most ${MAX_CHARACTERS} are allowed`),
      ],
    };
  const parsed = parseDefinition(text);
  if ('problems' in parsed) return parsed;
  const { definition } = parsed;
  const refused = refusalsOf(definition);
  const problems = validated ? [...(await validate(definition)), ...refused] : refused;
  return problems.length === 0 ? { definition, problems } : { problems };
}

/** AWS's InvalidDefinition, with all that is wrong. */
export function invalidDefinition(problems: readonly Diagnostic[]): AwsError {
  const words = problems.map(
    ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
  );
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${words.join('; ')}'`);
}
