import { describe, isObject } from '../../../contract/describe.ts';
import { runtimeError } from '../errors.ts';
import type { Integration } from './integration.ts';
import { invoke } from './invoke.ts';
import { sdkMetadata } from './sdk-metadata.ts';
import { serviceEvents } from './task-events.ts';

const FIELDS = ['FunctionName', 'Payload', 'Qualifier', 'InvocationType'];

/** `arn:aws:states:::lambda:invoke` */
export const lambdaInvoke: Integration = {
  label: 'lambda',
  events: serviceEvents('lambda', 'invoke'),
  refuse(parameters) {
    const given = isObject(parameters) ? parameters : {};
    const names = Object.keys(given).map((name) => name.replace(/\.\$$/, ''));
    const type = given.InvocationType ?? given['InvocationType.$'] ?? 'RequestResponse';
    return [
      ...names
        .filter((name) => !FIELDS.includes(name))
        .map((name) => `${name} of lambda:invoke: it takes ${FIELDS.join(', ')}`),
      ...(names.includes('FunctionName')
        ? []
        : ['lambda:invoke without FunctionName: name the function in Parameters']),
      ...(type === 'RequestResponse' ? [] : [`InvocationType ${String(type)} of lambda:invoke: use RequestResponse`]),
    ];
  },
  async run(parameters, call) {
    const { FunctionName, Qualifier, Payload = {} } = parameters as Record<string, unknown>;
    if (typeof FunctionName !== 'string')
      throw runtimeError(
        `FunctionName of lambda:invoke is ${describe(FunctionName)}, but has to be a function's name or ARN`,
      );
    const name = Qualifier === undefined ? FunctionName : `${FunctionName}:${String(Qualifier)}`;
    const { payload, executedVersion } = await invoke(name, Payload, call);
    return {
      ExecutedVersion: executedVersion,
      Payload: payload ?? null,
      ...sdkMetadata({ 'Content-Type': 'application/json', 'X-Amz-Executed-Version': executedVersion }),
      StatusCode: 200,
    };
  },
};
