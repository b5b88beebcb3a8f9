import { AwsError } from '../../../../local/http/aws-json.ts';
import type { FunctionInvoker, InvocationResult, InvokeOptions } from '../../../../local/lambda/invoker.ts';

export interface Call {
  readonly functionName: string;
  readonly payload: unknown;
  readonly traceId: string;
}

/** Lambda functions that answer at once: what one throws is a function's error, an AwsError is one of the service itself. */
export class FakeFunctions implements FunctionInvoker {
  readonly calls: Call[] = [];
  readonly #answer: (call: Call, count: number) => unknown;

  /** @param answer told the call, and how many came before it */
  constructor(answer: (call: Call, count: number) => unknown = ({ payload }) => payload) {
    this.#answer = answer;
  }

  async invoke(functionName: string, payload: unknown, { traceId }: InvokeOptions): Promise<InvocationResult> {
    const call = { functionName, payload, traceId };
    const count = this.calls.push(call) - 1;
    try {
      return { payload: await this.#answer(call, count), executedVersion: '$LATEST' };
    } catch (error) {
      if (error instanceof AwsError || !(error instanceof Error)) throw error;
      return { functionError: { errorType: error.name, errorMessage: error.message, trace: ['at handler'] } };
    }
  }
}

/** An error with a name, as a handler throws it. */
export function named(name: string, message = 'it went wrong'): Error {
  return Object.assign(new Error(message), { name });
}
