import { describe } from '../../contract/describe.ts';
import type { Scope } from './scope.ts';

const FROM_SSM = /^AWS::SSM::Parameter::Value<(.+)>$/;
const LIST = /^(CommaDelimitedList|List<.+>)$/;

/**
 * What a template parameter is without a deployment to set it: its default. One of an SSM type is looked up under that
 * name. BootstrapVersion, which CDK adds to every template, is asked for by nobody and so never looked up.
 *
 * @throws TemplateError when it has no default
 */
export function parameterValue(name: string, declared: Readonly<Record<string, unknown>>, scope: Scope): unknown {
  const value = declared.Default;
  if (typeof value !== 'string' && typeof value !== 'number') {
    return scope.fail(
      `parameter ${name} has ${describe(value)} as its default, and nobody sets it here: give it a default`,
    );
  }
  const type = String(declared.Type);
  const inSsm = FROM_SSM.exec(type)?.[1];
  const text = inSsm === undefined ? String(value) : scope.ssmParameter(String(value));
  return LIST.test(inSsm ?? type) ? text.split(',').map((element) => element.trim()) : text;
}
