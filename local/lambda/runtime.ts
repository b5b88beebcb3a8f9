import { randomUUID } from 'node:crypto';
import type { Assembly } from '../cloudformation/assembly.ts';
import { AwsError } from '../http/aws-error.ts';
import { deploymentFunctions } from './deployment-functions.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import { readFunctions } from './function-config.ts';
import { responseTooLarge } from './function-errors.ts';
import { type FunctionReference, findFunction } from './function-name.ts';
import type { FunctionInvoker, InvocationResult, InvokeOptions } from './invoker.ts';
import type { Outcome } from './protocol.ts';
import { functionVariables } from './variables.ts';

/** What beforeInvoke is told. */
export interface AnnouncedInvocation {
  readonly functionName: string;
  readonly requestId: string;
  readonly payload: unknown;
  readonly traceId: string;
}

/** What is to go wrong with an invocation. */
export type InvocationFault =
  /** The execution environment is killed that long after the invocation got it. */
  | { readonly killAfterMs: number }
  /** The function runs to its end, but its answer is lost on the way. */
  | { readonly loseResponse: true };

export interface LambdaProps {
  /** Its AWS::Lambda::Functions can be invoked. */
  readonly assembly: Assembly;
  /** What AWS_ENDPOINT_URL is for the functions; asked for when the first starts, since the port is opened later. */
  readonly endpoint: () => string;
  /** How many execution environments a function may have. @default 10 */
  readonly environmentsPerFunction?: number;
  /** Gets each line that a function writes to its standard output or error. @default - they are dropped */
  readonly onLog?: (functionName: string, line: string) => void;
  /**
   * May delay an invocation by a promise, refuse it by throwing an AwsError such as `tooManyRequests()`, or return what is
   * to go wrong with it.
   *
   * @default - all pass
   */
  readonly beforeInvoke?: (
    invocation: AnnouncedInvocation,
  ) => InvocationFault | undefined | Promise<InvocationFault | undefined>;
}

export interface Lambda extends FunctionInvoker {
  /** The names of the functions. */
  readonly functions: readonly string[];
  /** How many invocations wait for an environment. */
  readonly waiting: number;
  /** Ends all execution environments: what runs ends as killed. */
  close(): Promise<void>;
}

/** @throws TemplateError for a function that cannot be run as AWS would run it */
export function createLambda(props: LambdaProps): Lambda {
  return new LambdaRuntime(props);
}

/** What Lambda answers above a limit of concurrency. */
export function tooManyRequests(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
}

const MAX_REQUEST_BYTES = 6 * 1024 * 1024;

class LambdaRuntime implements Lambda {
  readonly #props: LambdaProps;
  readonly #functions;
  /** ARNs of those that are not run here. */
  readonly #ofDeployment: ReadonlySet<string>;
  /** By function and version. */
  readonly #pools = new Map<string, EnvironmentPool>();
  #isClosed = false;

  constructor(props: LambdaProps) {
    this.#props = props;
    this.#ofDeployment = deploymentFunctions(props.assembly);
    this.#functions = new Map(readFunctions(props.assembly).map((fn) => [fn.name, fn]));
  }

  get functions(): readonly string[] {
    return [...this.#functions.keys()];
  }

  get waiting(): number {
    let waiting = 0;
    for (const pool of this.#pools.values()) waiting += pool.waiting;
    return waiting;
  }

  async invoke(functionName: string, payload: unknown, options: InvokeOptions): Promise<InvocationResult> {
    const { signal, traceId } = options;
    signal?.throwIfAborted();
    if (this.#isClosed) throw new Error('the embedded Lambda was closed: it invokes no more functions');
    const reference = findFunction(this.#functions, functionName, this.#ofDeployment);
    if (reference.fn.reservedConcurrency === 0) throw tooManyRequests();
    const invocation = this.#run(reference, payload, traceId);
    return await (signal === undefined ? invocation : orAborted(invocation, signal));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  async #run(reference: FunctionReference, payload: unknown, traceId: string): Promise<InvocationResult> {
    const requestId = randomUUID();
    const event = JSON.stringify(payload) ?? '{}';
    const size = Buffer.byteLength(event);
    if (size > MAX_REQUEST_BYTES) throw requestTooLarge(size);
    const functionName = reference.fn.name;
    const fault = await this.#props.beforeInvoke?.({ functionName, requestId, payload, traceId });
    const killAfterMs = fault !== undefined && 'killAfterMs' in fault ? fault.killAfterMs : undefined;
    const outcome = await this.#poolOf(reference).run(
      { requestId, event, traceId, invokedFunctionArn: reference.arn },
      killAfterMs,
    );
    if (fault !== undefined && 'loseResponse' in fault) throw responseLost();
    return toResult(outcome, reference.version);
  }

  #poolOf(reference: FunctionReference): EnvironmentPool {
    const { fn, version } = reference;
    const key = `${fn.name}:${version}`;
    const existing = this.#pools.get(key);
    if (existing !== undefined) return existing;
    const { endpoint, environmentsPerFunction = 10, onLog } = this.#props;
    const limit = Math.min(environmentsPerFunction, fn.reservedConcurrency ?? environmentsPerFunction);
    const pool = new EnvironmentPool(
      limit,
      (onEnd) =>
        new ExecutionEnvironment({
          ...fn,
          variables: functionVariables(fn, version, endpoint()),
          onLog: (line) => onLog?.(fn.name, line),
          onEnd,
        }),
    );
    this.#pools.set(key, pool);
    return pool;
  }
}

function toResult(outcome: Outcome, executedVersion: string): InvocationResult {
  if ('failure' in outcome) return { functionError: outcome.failure };
  const functionError = responseTooLarge(outcome.result);
  return functionError === undefined ? { payload: JSON.parse(outcome.result), executedVersion } : { functionError };
}

function requestTooLarge(size: number): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `${size} byte payload is too large for the RequestResponse invocation type (limit ${MAX_REQUEST_BYTES} bytes)`,
    413,
  );
}

function responseLost(): AwsError {
  return new AwsError('SdkClientException', 'Unable to execute HTTP request: the connection was reset', 500);
}

/** Settles with the promise, or rejects as soon as the signal is aborted; the promise goes on. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
