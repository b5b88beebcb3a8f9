import { describe, isObject } from '../../../contract/describe.ts';
import { NO_VALUE } from '../scope.ts';
import { type Intrinsic, listOf, textOf } from './intrinsic.ts';

export const JOIN: Intrinsic = (argument, scope) => {
  const [delimiter, values] = listOf('Fn::Join', argument, [2], scope);
  const parts = listOf('the values of Fn::Join', scope.resolve(values), [], scope);
  return parts
    .map((part) => textOf('a value of Fn::Join', part, scope))
    .join(textOf('the delimiter', delimiter, scope));
};

const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** Both forms: a string, and a string with a map of variables, which come before the template's own names. */
export const SUB: Intrinsic = (argument, scope) => {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : listOf('Fn::Sub', argument, [2], scope);
  if (!isObject(variables)) {
    return scope.fail(`the variables of Fn::Sub are ${describe(variables)}, but have to be an object`);
  }
  return textOf('Fn::Sub', template, scope).replace(PLACEHOLDER, (whole, inner: string) => {
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const dot = name.indexOf('.');
    const value = Object.hasOwn(variables, name)
      ? scope.resolve(variables[name])
      : dot < 0
        ? scope.ref(name)
        : scope.getAtt(name.slice(0, dot), name.slice(dot + 1));
    return textOf(`${whole} of Fn::Sub`, value, scope);
  });
};

export const SELECT: Intrinsic = (argument, scope) => {
  const [index, values] = listOf('Fn::Select', argument, [2], scope);
  const list = listOf('the values of Fn::Select', scope.resolve(values), [], scope);
  const wanted = Number(textOf('the index of Fn::Select', scope.resolve(index), scope));
  if (Number.isInteger(wanted) && wanted >= 0 && wanted < list.length) return list[wanted];
  return scope.fail(`Fn::Select asks for element ${wanted} of a list of ${list.length}`);
};

export const SPLIT: Intrinsic = (argument, scope) => {
  const [delimiter, text] = listOf('Fn::Split', argument, [2], scope);
  return textOf('the text of Fn::Split', scope.resolve(text), scope).split(textOf('the delimiter', delimiter, scope));
};

export const BASE64: Intrinsic = (argument, scope) =>
  Buffer.from(textOf('Fn::Base64', scope.resolve(argument), scope)).toString('base64');

export const TO_JSON_STRING: Intrinsic = (argument, scope) => {
  const value = scope.resolve(argument);
  return value === NO_VALUE ? scope.fail('Fn::ToJsonString has no value') : JSON.stringify(value);
};
