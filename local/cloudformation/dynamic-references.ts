import type { Scope } from './scope.ts';

const REFERENCE = /\{\{resolve:([^:}]+):([^}]*)\}\}/g;

/**
 * Replaces each `{{resolve:ssm:NAME}}` by the parameter's value.
 *
 * @throws TemplateError for secrets, for secure strings, and for a version other than 1: no other exists here
 */
export function resolveDynamicReferences(text: string, scope: Scope): string {
  if (!text.includes('{{resolve:')) return text;
  return text.replace(REFERENCE, (reference, service: string, rest: string) => {
    if (service !== 'ssm') {
      return scope.fail(
        `${reference} asks ${service} for a value, but the embedded cloud resolves only {{resolve:ssm:NAME}}: ` +
          'keep the value in an AWS::SSM::Parameter',
      );
    }
    const [name = '', version = '1'] = rest.split(':');
    if (version !== '1') {
      scope.fail(`${reference} asks for version ${version}, but a parameter of the embedded cloud has only version 1`);
    }
    return scope.ssmParameter(name);
  });
}
