import { EventEmitter } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, RequestOptions, ServerResponse } from 'node:http';
import { Readable, Writable } from 'node:stream';

/** Answers a request as the embedded cloud's port would. */
export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

export interface InProcessRequestsProps {
  /** What AWS_ENDPOINT_URL is: nobody else is reached. */
  readonly endpoint: string;
  readonly respond: Respond;
  /** Whether anybody is there to ask, and to get an answer: to one who is not, it is not brought. */
  readonly isAlive: () => boolean;
}

/** What stands in for node:http's request, without a socket. */
export type RequestFunction = (options: RequestOptions, onResponse?: (response: IncomingMessage) => void) => Writable;

export function inProcessRequests({ endpoint, respond, isAlive }: InProcessRequestsProps): RequestFunction {
  const { hostname, port } = new URL(endpoint);
  return (options, onResponse) => {
    const request = new ClientRequest((body) => {
      if (!isAlive()) return;
      const host = options.hostname ?? options.host;
      if (host !== hostname || String(options.port) !== port) {
        request.destroy(refused(`${host}:${options.port}`, endpoint));
        return;
      }
      const response = new CapturedResponse(incoming(options, body), (answer) => {
        if (isAlive()) request.receive(answer);
      });
      respond(response.req, response as unknown as ServerResponse);
    });
    if (onResponse !== undefined) request.once('response', onResponse);
    return request;
  };
}

function refused(host: string, endpoint: string): Error {
  return Object.assign(
    new Error(`connect ECONNREFUSED ${host}: a function that runs in this process reaches ${endpoint} alone`),
    { code: 'ECONNREFUSED' },
  );
}

function incoming({ method = 'GET', path = '/', headers = {} }: RequestOptions, body: Buffer): IncomingMessage {
  const stream = Readable.from(body.length === 0 ? [] : [body], { objectMode: false });
  const lower = Object.entries(headers as OutgoingHttpHeaders).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.assign(stream, { method, url: path, headers: Object.fromEntries(lower) }) as unknown as IncomingMessage;
}

/** As much of a socket as clients look at. */
class Connection extends EventEmitter {
  readonly connecting = false;
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  destroy(): this {
    return this;
  }
}

class ClientRequest extends Writable {
  readonly socket = new Connection();
  readonly #chunks: Buffer[] = [];
  readonly #send: (body: Buffer) => void;

  constructor(send: (body: Buffer) => void) {
    super({ autoDestroy: false });
    this.#send = send;
    process.nextTick(() => this.emit('socket', this.socket));
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    this.#send(Buffer.concat(this.#chunks));
  }

  setTimeout(): this {
    return this;
  }

  /** Undefined: the connection broke before there was an answer. */
  receive(answer: IncomingMessage | undefined): void {
    if (this.destroyed) return;
    if (answer !== undefined) this.emit('response', answer);
    this.destroy(answer === undefined ? Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }) : undefined);
  }
}

/** As much of a ServerResponse as the services of the embedded cloud use. */
class CapturedResponse {
  readonly req: IncomingMessage;
  headersSent = false;
  destroyed = false;
  #status = 200;
  readonly #headers: Record<string, unknown> = {};
  readonly #deliver: (answer: IncomingMessage | undefined) => void;

  constructor(req: IncomingMessage, deliver: (answer: IncomingMessage | undefined) => void) {
    this.req = req;
    this.#deliver = deliver;
  }

  setHeader(name: string, value: unknown): this {
    this.#headers[name.toLowerCase()] = String(value);
    return this;
  }

  writeHead(status: number, headers: OutgoingHttpHeaders = {}): this {
    this.#status = status;
    this.headersSent = true;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    return this;
  }

  end(text = ''): this {
    const body = Readable.from(text === '' ? [] : [Buffer.from(text)], { objectMode: false });
    const answer = { statusCode: this.#status, statusMessage: '', headers: this.#headers, complete: true };
    this.#deliver(Object.assign(body, answer) as unknown as IncomingMessage);
    return this;
  }

  destroy(): this {
    this.destroyed = true;
    this.#deliver(undefined);
    return this;
  }
}
