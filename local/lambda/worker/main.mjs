// An execution environment, within its worker thread. It is JavaScript, because Node strips types anew in each thread:
// that costs 40 ms and 8 MB for each, where the thread itself costs 35 ms.
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, RuntimeError } from './failure.mjs';
import { loadHandler } from './load-handler.mjs';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

/** The invocation that runs, or none: a request id. @type {string | undefined} */
let running;

process.setSourceMapsEnabled(true);
process.on('uncaughtException', (error) => die(error, 129));
process.on('unhandledRejection', (reason) => die(new RuntimeError('UnhandledPromiseRejection', String(reason)), 128));
// An invocation lets go of the port, so that the event loop runs empty where nothing can settle the handler's promise.
process.on('beforeExit', () => {
  if (running === undefined) return;
  fail(
    new RuntimeError(
      'NodeJsExit',
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
    ),
  );
});

/** @type {import('../protocol.ts').EnvironmentData} */
const { taskRoot, handler: handlerName } = workerData;
try {
  const handler = await loadHandler(taskRoot, handlerName);
  port.on('message', (message) => void invoke(handler, message));
  send({ ready: true });
} catch (error) {
  die(error, 1);
}

/**
 * @param {(event: unknown, context: object) => unknown} handler
 * @param {import('../protocol.ts').InvocationMessage} invocation
 */
async function invoke(handler, { requestId, event, traceId, invokedFunctionArn, deadline }) {
  running = requestId;
  process.env._X_AMZN_TRACE_ID = traceId;
  port.unref();
  try {
    const result = await handler(JSON.parse(event), {
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      invokedFunctionArn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    const json = stringify(result);
    finish();
    send({ result: json });
  } catch (error) {
    fail(error);
  }
}

/** @param {unknown} result */
function stringify(result) {
  try {
    // A function or a symbol has no JSON either; like undefined it becomes null.
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw new RuntimeError('JSONStringifyError', 'Unable to stringify response body', { cause });
  }
}

/** @param {unknown} error */
function fail(error) {
  const failure = failureOf(error);
  console.error(`${new Date().toISOString()}\t${running}\tERROR\tInvoke Error \t${JSON.stringify(failure)}`);
  finish();
  send({ failure, fatal: false });
}

/** @param {unknown} error @param {number} status */
function die(error, status) {
  const failure = failureOf(error);
  console.error(
    `${new Date().toISOString()}\t${running ?? 'undefined'}\tERROR\tUncaught Exception \t${JSON.stringify(failure)}`,
  );
  send({ failure, fatal: true });
  process.exit(status);
}

function finish() {
  running = undefined;
  port.ref();
}

/** @param {import('../protocol.ts').EnvironmentMessage} message */
function send(message) {
  port.postMessage(message);
}
