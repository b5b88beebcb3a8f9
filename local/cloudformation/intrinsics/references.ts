import { describe, isObject } from '../../../contract/describe.ts';
import { REGION } from '../place.ts';
import { type Intrinsic, textOf } from './intrinsic.ts';

export const REF: Intrinsic = (argument, scope) => scope.ref(textOf('Ref', argument, scope));

/** Both forms: `["Table", "Arn"]` and `"Table.Arn"`; attributes of nested objects have dots of their own. */
export const GET_ATT: Intrinsic = (argument, scope) => {
  if (typeof argument === 'string' && argument.includes('.')) {
    const dot = argument.indexOf('.');
    return scope.getAtt(argument.slice(0, dot), argument.slice(dot + 1));
  }
  if (Array.isArray(argument) && argument.length === 2) {
    const attribute = scope.resolve(argument[1]);
    return scope.getAtt(textOf('Fn::GetAtt', argument[0], scope), textOf('Fn::GetAtt', attribute, scope));
  }
  return scope.fail(`Fn::GetAtt is ${describe(argument)}, but has to be ["LogicalId", "Attribute"]`);
};

export const IMPORT_VALUE: Intrinsic = (argument, scope) =>
  scope.importValue(textOf('Fn::ImportValue', scope.resolve(argument), scope));

export const GET_STACK_OUTPUT: Intrinsic = (argument, scope) => {
  const resolved = scope.resolve(argument);
  if (!isObject(resolved)) return scope.fail(`Fn::GetStackOutput is ${describe(resolved)}, but has to be an object`);
  const region = resolved.Region ?? REGION;
  if (region !== REGION) {
    scope.fail(`Fn::GetStackOutput reads from region ${describe(region)}, but the embedded cloud has only ${REGION}`);
  }
  return scope.stackOutput(
    textOf('StackName of Fn::GetStackOutput', resolved.StackName, scope),
    textOf('OutputName of Fn::GetStackOutput', resolved.OutputName, scope),
  );
};
