import type { IncomingMessage, ServerResponse } from 'node:http';

/** One AWS service behind the embedded cloud's port. The first service that claims a request answers it. */
export interface Service {
  /** The name that requests are signed for, such as `dynamodb`. */
  readonly name: string;
  /** Decides by headers and path alone: the body is still unread. */
  claims(request: IncomingMessage): boolean;
  /** May throw AwsError, with which the server answers in the AWS JSON protocol; or ResponseLost, on which it answers nothing. */
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  close?(): Promise<void>;
}

/** What `X-Amz-Target: DynamoDB_20120810.GetItem` says: the protocol's prefix and the operation. */
export function target(request: IncomingMessage): { readonly prefix: string; readonly operation: string } | undefined {
  const header = request.headers['x-amz-target'];
  if (typeof header !== 'string') return undefined;
  const dot = header.lastIndexOf('.');
  return { prefix: header.slice(0, Math.max(dot, 0)), operation: header.slice(dot + 1) };
}

const CREDENTIAL_SCOPE = /Credential=[^/]+\/\d+\/[^/]*\/([^/]+)\/aws4_request/;

/** The service that a request is signed for: signatures are not checked, but they tell SQS and SNS and STS apart. */
export function signedService(request: IncomingMessage): string | undefined {
  return CREDENTIAL_SCOPE.exec(request.headers.authorization ?? '')?.[1];
}
