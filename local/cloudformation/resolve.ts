import { describe, isObject } from '../../contract/describe.ts';
import { resolveDynamicReferences } from './dynamic-references.ts';
import { INTRINSICS } from './intrinsics/index.ts';
import { NO_VALUE, type Scope } from './scope.ts';

/**
 * Resolves a value of a template: every intrinsic function and dynamic reference in it, at any depth.
 *
 * @throws TemplateError for an intrinsic function that is not known
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return resolveDynamicReferences(value, scope);
  if (Array.isArray(value)) return value.map((element) => resolve(element, scope)).filter((it) => it !== NO_VALUE);
  if (!isObject(value)) return value;
  const intrinsic = Object.keys(value).find(isIntrinsic);
  if (intrinsic !== undefined) return resolveIntrinsic(intrinsic, value, scope);
  const entries = Object.entries(value).map(([name, child]) => [name, resolve(child, scope)] as const);
  return Object.fromEntries(entries.filter(([, child]) => child !== NO_VALUE));
}

function isIntrinsic(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function resolveIntrinsic(name: string, value: Record<string, unknown>, scope: Scope): unknown {
  const evaluate = INTRINSICS.get(name);
  if (evaluate === undefined) {
    return scope.fail(
      `${name} is an intrinsic function that the embedded cloud does not know; it knows ${[...INTRINSICS.keys()].join(', ')}: ` +
        'use one of them, or add it to local/cloudformation/intrinsics',
    );
  }
  if (Object.keys(value).length > 1) {
    return scope.fail(`${name} has to stand alone, but stands in ${describe(value)}: move the rest elsewhere`);
  }
  const resolved = evaluate(value[name], scope);
  // What was put together may only now be a dynamic reference, as CDK builds them with Fn::Join.
  return typeof resolved === 'string' ? resolveDynamicReferences(resolved, scope) : resolved;
}
