// An execution environment, within its worker thread. It is JavaScript, because Node strips types anew in each thread:
// that costs 40 ms and 8 MB for each, where the thread itself costs 35 ms.
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, RuntimeError } from './failure.mjs';
import { contextOf, stringify } from './invocation.mjs';
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
async function invoke(handler, invocation) {
  const { requestId, event, traceId, deadline } = invocation;
  running = requestId;
  process.env._X_AMZN_TRACE_ID = traceId;
  port.unref();
  try {
    const context = contextOf(process.env, invocation, () => deadline - Date.now());
    const result = await handler(JSON.parse(event), context);
    const json = stringify(result);
    finish();
    send({ result: json });
  } catch (error) {
    fail(error);
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
