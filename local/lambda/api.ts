import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AwsError } from '../http/aws-error.ts';
import type { Service } from '../http/service.ts';
import { invoke } from './invoke-api.ts';
import type { LambdaAnswer, LambdaRequest } from './request.ts';
import type { Lambda } from './runtime.ts';
import { deleteVersion, listVersions } from './version-api.ts';

const API = '/2015-03-31/functions';
const PATH = /^\/2015-03-31\/functions\/([^/]+)(?:\/(\w+))?$/;

/** By method and what follows the function's name in the path. */
const OPERATIONS: Readonly<
  Record<string, (lambda: Lambda, request: LambdaRequest) => LambdaAnswer | Promise<LambdaAnswer>>
> = {
  'POST invocations': invoke,
  'GET versions': listVersions,
  'DELETE ': deleteVersion,
};

/** Lambda's HTTP API: invocations that wait for their answer, and published versions. */
export function lambdaService(lambda: Lambda): Service {
  return {
    name: 'lambda',
    claims: ({ url }) => url?.startsWith(API) === true,
    async handle(request, response) {
      try {
        answer(response, await handle(lambda, request));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const { status, message, code } = error;
        answer(response, { status, body: { Type: 'User', Message: message }, headers: { 'x-amzn-errortype': code } });
      }
    },
  };
}

async function handle(lambda: Lambda, request: IncomingMessage): Promise<LambdaAnswer> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  const [, name = '', what = ''] = PATH.exec(pathname) ?? [];
  const operation = OPERATIONS[`${request.method} ${what}`];
  if (name === '' || operation === undefined) {
    throw new AwsError(
      'UnknownOperationException',
      `the embedded lambda does not know ${request.method} ${pathname}: it knows POST ${API}/NAME/invocations, ` +
        `GET ${API}/NAME/versions and DELETE ${API}/NAME?Qualifier=VERSION`,
      404,
    );
  }
  const qualifier = query.get('Qualifier');
  const functionName = decodeURIComponent(name) + (qualifier === null ? '' : `:${qualifier}`);
  return operation(lambda, { request, functionName, query });
}

function answer(response: ServerResponse, { status = 200, body, headers = {} }: LambdaAnswer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(text);
}
