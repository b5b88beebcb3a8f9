import { isObject } from '../../../contract/describe.ts';
import type { Definition, State } from './definition.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';
import { mapEntries, withFields } from './fields.ts';

/**
 * What asl-validator says of a definition. It compiles its schemas at every call (about 0.1 s of blocked event loop), so it
 * is asked once, when a machine is created, and not loaded before.
 */
export async function validate(definition: Definition): Promise<Diagnostic[]> {
  const { default: aslValidator } = await import('asl-validator');
  try {
    // A copy, because the validator writes QueryLanguage into every state that it sees.
    const { errors } = aslValidator(structuredClone(withoutDecoys(definition)), { checkArn: true, checkPaths: true });
    return errors.map((error) => {
      const [, location, message] = /^(\/\S*) (.*)$/s.exec(error.Message) ?? [];
      return diagnostic(error['Error code'], message ?? error.Message.trim(), location);
    });
  } catch (error) {
    return [diagnostic('SCHEMA_VALIDATION_FAILED', `the validator cannot read this: ${error}`)];
  }
}

const DATA = ['Result', 'Parameters', 'ResultSelector', 'ItemSelector'];

/** The validator takes all that is called `States` for states, in data as well: there it gets another name. */
function withoutDecoys(definition: Definition): Definition {
  return { ...definition, States: mapEntries(definition.States, ([name, state]) => [name, hideDecoys(state)]) };
}

function hideDecoys(state: State): State {
  const { Branches, ItemProcessor, Iterator } = state;
  return withFields(state, {
    ...Object.fromEntries(DATA.filter((field) => field in state).map((field) => [field, renamed(state[field])])),
    ...(Array.isArray(Branches) && { Branches: Branches.map(withoutDecoys) }),
    ...(ItemProcessor !== undefined && { ItemProcessor: withoutDecoys(ItemProcessor as Definition) }),
    ...(Iterator !== undefined && { Iterator: withoutDecoys(Iterator as Definition) }),
  });
}

function renamed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(renamed);
  if (!isObject(data)) return data;
  return mapEntries(data, ([name, value]) => [name === 'States' ? 'states' : name, renamed(value)]);
}
