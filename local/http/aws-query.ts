import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe } from '../../contract/describe.ts';
import { AwsError } from './aws-error.ts';
import { readBody } from './body.ts';

/** What a request of the AWS Query protocol asks for: flat, as in `Attributes.entry.1.key`. */
export type QueryParameters = Readonly<Record<string, string>>;

/** Whether a request is of the Query protocol, by its content type. */
export function isQuery({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

/** Reads the form that is the body of a request. */
export async function readQuery(request: IncomingMessage): Promise<QueryParameters> {
  return Object.fromEntries(new URLSearchParams((await readBody(request)).toString()));
}

/**
 * Runs what answers a request. An AwsError becomes the protocol's own answer, which is XML; anything else is thrown on.
 *
 * @param namespace of the service's XML, such as `https://sts.amazonaws.com/doc/2011-06-15/`
 */
export async function answerQuery(
  response: ServerResponse,
  namespace: string,
  run: () => Promise<string>,
): Promise<void> {
  try {
    answerXml(response, await run());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    answerXml(response, errorXml(namespace, error), error.status);
  }
}

/** The answer of an action: names and their text; a name without text is left out. */
export function resultXml(namespace: string, action: string, result: object): string {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return `<${action}Response xmlns="${namespace}"><${action}Result>${toXml(result)}</${action}Result>${metadata}</${action}Response>`;
}

export function unknownAction(service: string, action: string | undefined, known: readonly string[]): AwsError {
  return new AwsError(
    'InvalidAction',
    `the embedded ${service} does not know the action ${describe(action)}: it knows ${known.join(', ')}`,
  );
}

function answerXml(response: ServerResponse, xml: string, status = 200): void {
  // The client may have gone away meanwhile: there is nobody to tell.
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'text/xml',
    'content-length': Buffer.byteLength(xml),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(xml);
}

function errorXml(namespace: string, { code, message, status }: AwsError): string {
  const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return `<ErrorResponse xmlns="${namespace}"><Error>${toXml(error)}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

function toXml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([name, child]) => `<${name}>${toXml(child)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
