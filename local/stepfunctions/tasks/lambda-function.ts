import type { Integration } from './integration.ts';
import { invoke } from './invoke.ts';
import { functionEvents } from './task-events.ts';

const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+(?::[^:]+)?$/;

/** A Task whose Resource is a function's ARN: the state's input is the event, and the function's answer the result. */
export function lambdaFunction(arn: string): Integration | undefined {
  if (!FUNCTION_ARN.test(arn)) return undefined;
  return {
    label: arn,
    events: functionEvents(arn),
    run: async (parameters, call) => (await invoke(arn, parameters, call)).payload,
  };
}
