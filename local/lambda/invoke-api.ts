import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe } from '../../contract/describe.ts';
import { AwsError } from '../http/aws-error.ts';
import { readBody } from '../http/body.ts';
import type { Service } from '../http/service.ts';
import { newTraceHeader } from '../http/trace.ts';
import type { FunctionInvoker } from './invoker.ts';

const API = '/2015-03-31/functions';
const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Lambda's HTTP API, as far as it invokes functions and waits for their answer. */
export function lambdaService(invoker: FunctionInvoker): Service {
  return {
    name: 'lambda',
    claims: ({ url }) => url?.startsWith(API) === true,
    async handle(request, response) {
      try {
        await invoke(invoker, request, response);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        answer(response, error.status, { Type: 'User', Message: error.message }, { 'x-amzn-errortype': error.code });
      }
    },
  };
}

async function invoke(invoker: FunctionInvoker, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const name = INVOCATIONS.exec(pathname)?.[1];
  if (name === undefined || request.method !== 'POST') {
    throw new AwsError(
      'UnknownOperationException',
      `the embedded lambda does not know ${request.method} ${pathname}: it knows POST ${API}/NAME/invocations`,
      404,
    );
  }
  refuseUnhonoured(request);
  const payload = parse((await readBody(request)).toString());
  const qualifier = searchParams.get('Qualifier');
  const functionName = decodeURIComponent(name) + (qualifier === null ? '' : `:${qualifier}`);
  const trace = request.headers['x-amzn-trace-id'];
  const result = await invoker.invoke(functionName, payload, {
    traceId: typeof trace === 'string' ? trace : newTraceHeader(),
  });
  if ('functionError' in result) {
    answer(response, 200, result.functionError, { 'x-amz-function-error': 'Unhandled' });
  } else {
    answer(response, 200, result.payload, { 'x-amz-executed-version': result.executedVersion });
  }
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

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(text);
}
