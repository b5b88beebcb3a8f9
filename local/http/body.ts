import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';

/** 8 MiB: more than the largest request of any service here (Lambda's 6 MiB), little enough to be held in memory. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Reads a request's body.
 *
 * @throws AwsError RequestEntityTooLargeException (413) above 8 MiB
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // What is too much is read on and dropped: a client that is cut off while it still writes sees ECONNRESET, not the 413.
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('error', (cause) => reject(aborted(cause)));
    request.on('end', () => {
      if (size > MAX_BODY_BYTES) reject(tooLarge(size));
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
  });
}

function aborted(cause: Error): AwsError {
  return new AwsError('RequestAborted', 'the client closed the connection before the request was whole', 400, {
    cause,
  });
}

function tooLarge(size: number): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `the request's body has ${size} bytes, but the embedded cloud takes at most ${MAX_BODY_BYTES}: send less at a time`,
    413,
  );
}
