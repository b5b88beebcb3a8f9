import { describe, isObject } from '../../contract/describe.ts';
import { readJsonFile } from './json-file.ts';
import { TemplateError } from './template-error.ts';

type Section = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The sections that are read. Rules and Metadata are not: they say nothing about what is deployed. */
export interface Template {
  readonly Parameters: Section;
  readonly Mappings: Section;
  readonly Conditions: Section;
  readonly Resources: Section;
  readonly Outputs: Section;
}

/** Adds intrinsic functions that are known here anyway. Any other transform makes resources that nobody would see. */
const HARMLESS_TRANSFORM = 'AWS::LanguageExtensions';

/** @throws TemplateError when the file is no template, or one that a macro still has to expand */
export function readTemplate(file: string, stack: string): Template {
  const at = `stack ${stack}`;
  const template = readJsonFile(file, 'run the synthesis again');
  const macros = [template.Transform ?? []].flat().filter((name) => name !== HARMLESS_TRANSFORM);
  if (macros.length > 0) {
    throw new TemplateError(at, `Transform ${macros.join(', ')} is not known here: write out what it would expand to`);
  }
  const section = (name: keyof Template) => readSection(at, name, template[name]);
  return {
    Parameters: section('Parameters'),
    Mappings: section('Mappings'),
    Conditions: section('Conditions'),
    Resources: section('Resources'),
    Outputs: section('Outputs'),
  };
}

function readSection(at: string, name: string, section: unknown): Section {
  const entries = Object.entries(section ?? {});
  if (entries.every((entry): entry is [string, Record<string, unknown>] => isObject(entry[1]))) return new Map(entries);
  throw new TemplateError(at, `${name} is ${describe(section)}, but has to be an object of objects`);
}
