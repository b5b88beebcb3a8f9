import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before Step Functions, and refuses as it does above its quota. */
export interface ThrottlingProxy extends AsyncDisposable {
  readonly endpoint: string;
  /** Where requests go that are not refused. */
  target: string;
  /** How many StartExecutions are still refused. */
  throttles: number;
  /** How many were refused. */
  readonly throttled: number;
}

export async function throttlingProxy(): Promise<ThrottlingProxy> {
  let throttled = 0;
  const server = createServer((incoming, outgoing) => {
    if (proxy.throttles > 0 && incoming.headers['x-amz-target'] === 'AWSStepFunctions.StartExecution') {
      proxy.throttles -= 1;
      throttled += 1;
      incoming.resume();
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      outgoing.end('{"__type":"ThrottlingException","message":"Rate exceeded"}');
      return;
    }
    const { method, headers } = incoming;
    const forwarded = request(new URL(incoming.url ?? '/', proxy.target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: '',
    throttles: 0,
    get throttled() {
      return throttled;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
