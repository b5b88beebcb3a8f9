import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { UsageError } from '../usage-error.ts';
import { AwsError, answerError } from './aws-json.ts';
import { ResponseLost } from './response-lost.ts';
import { type Service, signedService } from './service.ts';

/** Only this machine: the embedded cloud checks no signature. */
export const HOST = '127.0.0.1';

export interface ListenProps {
  /**
   * Each request goes to the first that claims it. Where they have to know the endpoint, they are made once the port is
   * open; requests wait until then.
   */
  readonly services: readonly Service[] | ((endpoint: string) => Promise<readonly Service[]>);
  /** 0 takes any that is free. */
  readonly port: number;
  /** Told of what is no AwsError, and so a defect of the embedded cloud. @default - its stack goes to standard error */
  readonly onError?: (error: unknown) => void;
}

export interface Listener {
  /** What AWS_ENDPOINT_URL has to be, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly port: number;
  /** Cuts open connections, then closes the services. */
  close(): Promise<void>;
}

/**
 * Opens the embedded cloud's one port.
 *
 * @throws UsageError naming the port, when it is taken or not allowed
 * @throws what `services` throws; the port is given back first
 */
export async function listen({ services, port, onError = console.error }: ListenProps): Promise<Listener> {
  // Clients keep a connection for as long as they like: one that is closed under a request would look like a network error.
  const ready = Promise.withResolvers<readonly Service[]>();
  const server = createServer({ keepAliveTimeout: 120_000, noDelay: true }, (request, response) => {
    void ready.promise.then((all) => respond(all, request, response, onError));
  });
  await bind(server, port);
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const endpoint = `http://${HOST}:${bound}`;
  const all = await servicesFor(services, endpoint).catch(async (error: unknown) => {
    await closeServer(server);
    throw error;
  });
  ready.resolve(all);
  return {
    port: bound,
    endpoint,
    async close() {
      await closeServer(server);
      await Promise.all(all.map((service) => service.close?.()));
    },
  };
}

async function servicesFor(services: ListenProps['services'], endpoint: string): Promise<readonly Service[]> {
  return typeof services === 'function' ? await services(endpoint) : services;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/**
 * Answers a request by the first service that claims it.
 *
 * @param onError told of what is no AwsError, and so a defect of the embedded cloud
 */
export async function respond(
  services: readonly Service[],
  request: IncomingMessage,
  response: ServerResponse,
  onError: (error: unknown) => void = console.error,
): Promise<void> {
  try {
    const service = services.find((candidate) => candidate.claims(request));
    if (service === undefined) throw unclaimed(services, request);
    await service.handle(request, response);
  } catch (error) {
    fail(response, error, onError);
  }
}

function unclaimed(services: readonly Service[], request: IncomingMessage): AwsError {
  const asked = [
    `${request.method} ${request.url?.slice(0, 200)}`,
    request.headers['x-amz-target'] && `X-Amz-Target ${request.headers['x-amz-target']}`,
    signedService(request) && `signed for ${signedService(request)}`,
  ];
  return new AwsError(
    'UnknownOperationException',
    `no service of the embedded cloud answers ${asked.filter(Boolean).join(', ')}: it has ${services.map(({ name }) => name).join(', ')}`,
  );
}

function fail(response: ServerResponse, error: unknown, onError: (error: unknown) => void): void {
  if (error instanceof ResponseLost) {
    response.destroy();
    return;
  }
  const isAws = error instanceof AwsError;
  if (!isAws) onError(error);
  // A client that went away, or an answer half sent: there is nobody to tell.
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  answerError(response, isAws ? error : new AwsError('InternalFailure', `the embedded cloud failed: ${error}`, 500));
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) => reject(cannotListen(port, cause));
    server.once('error', refuse);
    server.listen(port, HOST, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): Error {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'another process listens on it: end that one, or choose another port'
      : cause.code === 'EACCES'
        ? 'this user may not listen on it: choose a port above 1023'
        : `${cause.message}: choose another port`;
  return new UsageError(`cannot open port ${port} on ${HOST}: ${why}`, { cause });
}
