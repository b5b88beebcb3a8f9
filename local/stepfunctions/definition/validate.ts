import type { Definition } from './definition.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/**
 * What asl-validator says of a definition. It compiles its schemas at every call (about 0.1 s of blocked event loop), so it
 * is asked once, when a machine is created, and not loaded before.
 */
export async function validate(definition: Definition): Promise<Diagnostic[]> {
  const { default: aslValidator } = await import('asl-validator');
  try {
    // A copy, because the validator writes QueryLanguage into every state that it sees.
    const { errors } = aslValidator(structuredClone(definition), { checkArn: true, checkPaths: true });
    return errors.map((error) => {
      const [, location, message] = /^(\/\S*) (.*)$/s.exec(error.Message) ?? [];
      return diagnostic(error['Error code'], message ?? error.Message.trim(), location);
    });
  } catch (error) {
    // It takes whatever is called `States`, in data as well, for states.
    return [diagnostic('SCHEMA_VALIDATION_FAILED', `the validator gave up: ${error}`)];
  }
}
