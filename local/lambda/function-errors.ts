import type { FunctionError } from './invoker.ts';

/** The function ran longer than its Timeout, and was killed. */
export function timedOut(requestId: string, timeoutMs: number): FunctionError {
  return sandboxError('Sandbox.Timedout', requestId, `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
}

/** The function ended its own process. */
export function exited(requestId: string, status: number): FunctionError {
  const how = status === 0 ? 'without providing a reason' : `with error: exit status ${status}`;
  return sandboxError('Runtime.ExitError', requestId, `Runtime exited ${how}`);
}

/** Somebody else ended the execution environment. */
export function killed(requestId: string): FunctionError {
  return sandboxError('Runtime.ExitError', requestId, 'Runtime exited with error: signal: killed');
}

/** What is reported where the runtime ends and nobody knows why: Step Functions calls it Lambda.Unknown. */
export function unknownError(requestId: string): FunctionError {
  return { errorType: '', errorMessage: `RequestId: ${requestId} Process exited before completing request` };
}

export function outOfMemory(requestId: string): FunctionError {
  return sandboxError('Runtime.OutOfMemory', requestId, 'Runtime exited with error: signal: killed');
}

/** 6 MiB and, as on AWS, a hundred bytes. */
const MAX_RESPONSE_BYTES = 6_291_556;

/** What Lambda answers in place of a result that is too large; undefined where it is not. */
export function responseTooLarge(json: string): FunctionError | undefined {
  if (Buffer.byteLength(json) <= MAX_RESPONSE_BYTES) return undefined;
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  };
}

function sandboxError(errorType: string, requestId: string, problem: string): FunctionError {
  return { errorType, errorMessage: `RequestId: ${requestId} Error: ${problem}` };
}
