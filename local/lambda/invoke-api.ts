import type { IncomingMessage } from 'node:http';
import { describe } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';
import { readBody } from '../http/body.ts';
import { newTraceHeader } from '../http/trace.ts';
import type { FunctionInvoker } from './invoker.ts';
import type { LambdaAnswer, LambdaRequest } from './request.ts';

/** Invokes a function and waits for its answer. */
export async function invoke(
  invoker: FunctionInvoker,
  { functionName, request }: LambdaRequest,
): Promise<LambdaAnswer> {
  refuseUnhonoured(request);
  const payload = parse((await readBody(request)).toString());
  const trace = request.headers['x-amzn-trace-id'];
  const result = await invoker.invoke(functionName, payload, {
    traceId: typeof trace === 'string' ? trace : newTraceHeader(),
  });
  if ('functionError' in result) {
    return { body: result.functionError, headers: { 'x-amz-function-error': 'Unhandled' } };
  }
  return { body: result.payload, headers: { 'x-amz-executed-version': result.executedVersion } };
}

/** What may stand in a header that this API honours, and what else would be silently left out. */
function refuseUnhonoured({ headers }: IncomingMessage): void {
  const honoured: Readonly<Record<string, string | undefined>> = {
    'x-amz-invocation-type': 'RequestResponse',
    'x-amz-log-type': 'None',
    'x-amz-client-context': undefined,
    'x-amz-durable-execution-name': undefined,
  };
  for (const [header, allowed] of Object.entries(honoured)) {
    const got = headers[header];
    if (got === undefined || got === allowed) continue;
    throw new AwsError(
      'InvalidParameterValueException',
      `the embedded lambda does not honour ${header}: ${describe(got)}: leave it out`,
    );
  }
}

function parse(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${cause instanceof Error ? cause.message : cause}`,
      400,
      { cause },
    );
  }
}
