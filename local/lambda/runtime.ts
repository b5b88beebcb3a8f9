import { randomUUID } from 'node:crypto';
import { type Clock, during } from '../clock/clock.ts';
import { RealClock } from '../clock/real-clock.ts';
import type { Assembly } from '../cloudformation/assembly.ts';
import { AwsError } from '../http/aws-error.ts';
import type { Respond } from '../http/in-process.ts';
import { withParent } from '../http/trace.ts';
import { type DeployedFunction, redeploy } from './deployed-function.ts';
import { deploymentFunctions } from './deployment-functions.ts';
import type { Environment } from './environment.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { FunctionConfig } from './function-config.ts';
import { responseTooLarge } from './function-errors.ts';
import { type FunctionReference, findFunction } from './function-name.ts';
import { InProcessEnvironment } from './in-process/in-process-environment.ts';
import { type AnnouncedInvocation, type InvocationFault, runWith } from './invocation-fault.ts';
import type { FunctionInvoker, InvocationResult, InvokeOptions } from './invoker.ts';
import type { Outcome } from './protocol.ts';
import { readFunctions } from './read-functions.ts';
import { sagaTaskOf } from './saga-task.ts';
import { functionVariables } from './variables.ts';

export interface LambdaProps {
  /** Its AWS::Lambda::Functions can be invoked. */
  readonly assembly: Assembly;
  /** What AWS_ENDPOINT_URL is for the functions; asked for when the first starts, since the port is opened later. */
  readonly endpoint: () => string;
  /** @default - the machine's own time */
  readonly clock?: Clock;
  /**
   * Answers what functions ask AWS, in the process: their code then runs in this process as well, without threads. For many
   * small sagas this is some times as fast; what hangs or runs out of memory takes this process with it.
   *
   * @default - functions run in threads, and ask the endpoint
   */
  readonly inProcess?: Respond;
  /** How many execution environments a function may have. @default 10, in process 1000 */
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
  /**
   * Finds a function by its name or ARN, with a qualifier or without.
   *
   * @throws AwsError ResourceNotFoundException
   */
  find(functionName: string): FunctionReference;
  /** The highest number that a function ever had published, deleted or not; 0 where it had none. */
  lastVersion(functionArn: string): number;
  /**
   * Takes a second assembly over. What runs goes on with the code it runs.
   *
   * @param deleted the names of functions and ARNs of versions that the deployment deletes
   * @throws TemplateError, Error for what cannot be taken over; all is then as it was
   */
  deploy(assembly: Assembly, deleted: ReadonlySet<string>): void;
  /** Deletes a version: what it runs goes on, and it is invoked no more. */
  deleteVersion(functionName: string, version: string): void;
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
  #functions: ReadonlyMap<string, DeployedFunction> = new Map();
  /** ARNs of those that are not run here. */
  #ofDeployment: ReadonlySet<string> = new Set();
  /** By the function's ARN: no number is given twice, not even to a function that is made again. */
  readonly #lastVersions = new Map<string, number>();
  /** By code and version. Those of code that was $LATEST before stay: what they run, they run to its end. */
  readonly #pools = new Map<FunctionConfig, Map<string, EnvironmentPool>>();
  readonly #clock: Clock;
  #isClosed = false;

  constructor(props: LambdaProps) {
    this.#props = props;
    this.#clock = props.clock ?? new RealClock();
    this.deploy(props.assembly, new Set());
  }

  get functions(): readonly string[] {
    return [...this.#functions.keys()];
  }

  get waiting(): number {
    let waiting = 0;
    for (const pool of this.#allPools()) waiting += pool.waiting;
    return waiting;
  }

  find(functionName: string): FunctionReference {
    return findFunction(this.#functions, functionName);
  }

  lastVersion(functionArn: string): number {
    return this.#lastVersions.get(functionArn) ?? 0;
  }

  deploy(assembly: Assembly, deleted: ReadonlySet<string>): void {
    const functions = redeploy(this.#functions, readFunctions(assembly), {
      deleted,
      lastVersion: (arn) => this.lastVersion(arn),
    });
    this.#ofDeployment = deploymentFunctions(assembly);
    this.#functions = functions;
    for (const { latest, versions } of functions.values()) {
      this.#lastVersions.set(latest.arn, Math.max(this.lastVersion(latest.arn), ...[...versions.keys()].map(Number)));
    }
  }

  deleteVersion(functionName: string, version: string): void {
    const { latest, versions } = this.find(`${functionName}:${version}`).deployed;
    const left = new Map([...versions].filter(([other]) => other !== version));
    this.#functions = new Map(this.#functions).set(latest.name, { latest, versions: left });
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
    await Promise.all(this.#allPools().map((pool) => pool.close()));
  }

  async #run(reference: FunctionReference, payload: unknown, traceId: string): Promise<InvocationResult> {
    const requestId = randomUUID();
    const event = JSON.stringify(payload) ?? '{}';
    const size = Buffer.byteLength(event);
    if (size > MAX_REQUEST_BYTES) throw requestTooLarge(size);
    const functionName = reference.fn.name;
    // As on AWS, the invocation is the parent of what its function asks for.
    const ownTraceId = withParent(traceId, requestId);
    const task = sagaTaskOf(payload);
    const announced = { functionName, requestId, payload, traceId: ownTraceId, ...(task && { task }) };
    const fault = await this.#props.beforeInvoke?.(announced);
    const invocation = { requestId, event, traceId: ownTraceId, invokedFunctionArn: reference.arn };
    const { timeoutMs } = reference.fn;
    const run = () => runWith(fault, { pool: this.#poolOf(reference), invocation, clock: this.#clock, timeoutMs });
    // A thread is none of the clock's business, but it is at work.
    const outcome = await (this.#props.inProcess === undefined ? during(this.#clock, run) : run());
    return toResult(outcome, reference.version);
  }

  #allPools(): EnvironmentPool[] {
    return [...this.#pools.values()].flatMap((ofCode) => [...ofCode.values()]);
  }

  #poolOf(reference: FunctionReference): EnvironmentPool {
    const { fn, version } = reference;
    const ofCode = this.#pools.get(fn) ?? new Map<string, EnvironmentPool>();
    this.#pools.set(fn, ofCode);
    const existing = ofCode.get(version);
    if (existing !== undefined) return existing;
    const { inProcess, environmentsPerFunction = inProcess ? 1000 : 10 } = this.#props;
    const pool = new EnvironmentPool({
      limit: Math.min(environmentsPerFunction, fn.reservedConcurrency ?? environmentsPerFunction),
      start: (onEnd) => this.#start(reference, onEnd),
      ...(inProcess && { patienceMs: 0 }),
    });
    ofCode.set(version, pool);
    return pool;
  }

  #start({ fn, version }: FunctionReference, onEnd: () => void): Environment {
    const { endpoint, inProcess, onLog } = this.#props;
    const variables = functionVariables(fn, version, endpoint());
    const common = { ...fn, variables, onEnd, onLog: (line: string) => onLog?.(fn.name, line) };
    if (inProcess === undefined) return new ExecutionEnvironment(common);
    return new InProcessEnvironment({ ...common, clock: this.#clock, endpoint: endpoint(), respond: inProcess });
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
