import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, isObject } from '../../contract/describe.ts';
import { AwsError } from './aws-error.ts';
import { readBody } from './body.ts';
import { type Service, target } from './service.ts';

export { AwsError } from './aws-error.ts';

/** What a request asks for, as an action of the AWS JSON protocol gets it. */
export type Parameters = Readonly<Record<string, unknown>>;
export type Action = (parameters: Parameters, request: IncomingMessage) => unknown;

export interface AwsJsonServiceProps {
  /** The name that requests are signed for. */
  readonly name: string;
  /** What stands before the operation in X-Amz-Target. */
  readonly targetPrefix: string;
  /** By operation; what one returns, or resolves to, is the answer's body. */
  readonly actions: Readonly<Record<string, Action>>;
  readonly close?: () => Promise<void>;
}

/** A service that speaks the AWS JSON protocol, 1.0 and 1.1: both differ only in the content type, which is echoed. */
export function awsJsonService({ name, targetPrefix, actions, close }: AwsJsonServiceProps): Service {
  const byOperation = new Map(Object.entries(actions));
  return {
    name,
    claims: (request) => target(request)?.prefix === targetPrefix,
    async handle(request, response) {
      const operation = target(request)?.operation ?? '';
      const action = byOperation.get(operation);
      if (action === undefined) throw unknownOperation(name, operation, [...byOperation.keys()]);
      answer(response, await action(await readJson(request), request));
    },
    ...(close && { close }),
  };
}

/**
 * Reads the body of a request: a JSON object, which may be left out.
 *
 * @throws AwsError SerializationException for anything else
 */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await readBody(request)).toString();
  if (text === '') return {};
  const body = parse(text);
  if (isObject(body)) return body;
  throw new AwsError('SerializationException', `the request's body is ${describe(body)}, but has to be a JSON object`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwsError('SerializationException', `the request's body is not JSON: ${String(cause)}`, 400, { cause });
  }
}

/** Answers with a JSON body; nothing at all is an empty object, as in the answers of AWS. */
export function answer(response: ServerResponse, body: unknown, status = 200): void {
  const text = JSON.stringify(body ?? {});
  response.writeHead(status, {
    'content-type': contentTypeOf(response.req),
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}

export function answerError(response: ServerResponse, { code, message, status, members }: AwsError): void {
  answer(response, { __type: code, message, ...members }, status);
}

export function unknownOperation(service: string, operation: string, known: readonly string[]): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `the embedded ${service} does not know the operation ${describe(operation)}: it knows ${known.join(', ')}`,
  );
}

function contentTypeOf(request: IncomingMessage): string {
  const sent = request.headers['content-type'] ?? '';
  return sent.startsWith('application/x-amz-json-') ? sent : 'application/json';
}
