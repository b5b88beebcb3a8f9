import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventLoopDelay } from './health/event-loop-delay.ts';
import { EXPOSITION_TYPE, type Metrics } from './metrics.ts';

/** Beyond this, messages outlive their heartbeat sooner or later, and a restart is better. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000;

/** Asked at each probe: what is wrong, in words; empty when all is well. Must not call AWS, or wait for anything. */
export type Check = () => readonly string[];

export interface HealthServerProps {
  /** 0 for any that is free. */
  readonly port: number;
  /** `0.0.0.0` in a pod, where the kubelet asks from outside. @default '127.0.0.1' */
  readonly host?: string;
  /** What a restart may mend: the pool's `problems`. The event loop's delay is checked besides. */
  readonly live: Check;
  /** What time may mend: stale credentials, a drain. */
  readonly ready: Check;
  readonly metrics: Metrics;
  /** What /version answers, as JSON. */
  readonly version: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Answers probes and scrapes: at once, without logging and without AWS, so that it says of the process what is true of it. */
export class HealthServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #delay = new EventLoopDelay();
  readonly #pages: Readonly<Record<string, () => Answer>>;

  private constructor(props: HealthServerProps) {
    this.#pages = {
      '/healthz': () => verdict([...this.#slow(), ...props.live()]),
      '/readyz': () => verdict(props.ready()),
      '/metrics': () => ({ status: 200, type: EXPOSITION_TYPE, body: props.metrics.exposition() }),
      '/version': () => json(200, props.version),
    };
    props.metrics.gauge(
      'consumer_event_loop_delay_seconds',
      'Longest delay of the event loop within 10 s.',
      () => this.#delay.maxMs / 1000,
    );
    props.metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
    this.#server = createServer((request, response) => send(request, response, this.#answer(request)));
  }

  /** @throws Error when the port is taken */
  static async listen(props: HealthServerProps): Promise<HealthServer> {
    const health = new HealthServer(props);
    await new Promise<void>((resolve, reject) => {
      health.#server.once('error', reject).listen(props.port, props.host ?? '127.0.0.1', resolve);
    });
    return health;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#delay.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #answer({ method = '', url = '' }: IncomingMessage): Answer {
    const path = url.replace(/\?.*$/, '');
    const page = Object.hasOwn(this.#pages, path) ? this.#pages[path] : undefined;
    const paths = Object.keys(this.#pages).join(', ');
    if (page === undefined) return json(404, { problems: [`there is no ${path}: ask for ${paths}`] });
    if (method !== 'GET' && method !== 'HEAD') return json(405, { problems: [`${method} is not answered: use GET`] });
    try {
      return page();
    } catch (error) {
      // A check that throws is a check that failed; what it threw is the reason.
      return verdict([String(error)]);
    }
  }

  #slow(): readonly string[] {
    const ms = this.#delay.maxMs;
    if (ms < MAX_EVENT_LOOP_DELAY_MS) return [];
    return [`the event loop was held up for ${Math.round(ms)} ms, and may be for ${MAX_EVENT_LOOP_DELAY_MS} ms`];
  }
}

function verdict(problems: readonly string[]): Answer {
  return problems.length === 0 ? json(200, { status: 'ok' }) : json(503, { status: 'failing', problems });
}

function json(status: number, value: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(method === 'HEAD' ? undefined : body);
}
