import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeQueue, type Received } from './fake-queue.ts';

export type Action =
  | 'ReceiveMessage'
  | 'DeleteMessage'
  | 'DeleteMessageBatch'
  | 'ChangeMessageVisibility'
  | 'ChangeMessageVisibilityBatch'
  | 'GetQueueAttributes';

/** What goes wrong instead of an answer: an error in AWS's shape, a connection that is cut, or silence. */
export type Fault = { readonly status: number; readonly code: string } | 'cut' | 'silence';

export interface FakeSqsProps {
  /** Before each answer, in milliseconds. @default 0 */
  readonly latencyMs?: number;
  readonly queue?: FakeQueue;
  readonly port?: number;
}

interface Entry {
  readonly Id: string;
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout?: number;
}

interface Input {
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly VisibilityTimeout?: number;
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly ReceiptHandle?: string;
  readonly Entries?: readonly Entry[];
}

/** How often it looks for messages whose visibility timeout is over, and for polls that can be answered, in milliseconds. */
const TICK_MS = 5;

/** One queue behind SQS's AWS JSON 1.0 protocol: as much of it as consumers use, and faults on demand. */
export class FakeSqs implements AsyncDisposable {
  readonly queue: FakeQueue;
  /** Every call that arrived, with its time: `performance.now()`. */
  readonly calls: { readonly action: Action; readonly at: number; readonly input: Input }[] = [];
  /** Asked at each call. */
  fault: (action: Action) => Fault | undefined = () => undefined;
  /** Polls that wait for a message. */
  parked = 0;
  readonly #latencyMs: number;
  readonly #server: Server;
  readonly #ticker: NodeJS.Timeout;
  #keepsCalls = true;

  private constructor({ latencyMs = 0, queue = new FakeQueue() }: FakeSqsProps) {
    this.queue = queue;
    this.#latencyMs = latencyMs;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#ticker = setInterval(() => queue.expire(), TICK_MS);
  }

  static async listen(props: FakeSqsProps = {}): Promise<FakeSqs> {
    const sqs = new FakeSqs(props);
    await new Promise<void>((resolve, reject) => {
      sqs.#server.once('error', reject).listen(props.port ?? 0, '127.0.0.1', resolve);
    });
    return sqs;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get queueUrl(): string {
    return `http://127.0.0.1:${this.port}/000000000000/queue`;
  }

  /** A bench has no use for the list of its 100,000 calls. */
  forgetCalls(): this {
    this.#keepsCalls = false;
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#ticker);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '') as Action;
    const input = JSON.parse((await text(request)) || '{}') as Input;
    if (this.#keepsCalls) this.calls.push({ action, at: performance.now(), input });
    const fault = this.fault(action);
    if (fault === 'silence') return;
    if (this.#latencyMs > 0) await sleep(this.#latencyMs);
    if (fault === 'cut') {
      request.socket.destroy();
    } else if (fault !== undefined) {
      respond(response, fault.status, {
        __type: `com.amazonaws.sqs#${fault.code}`,
        message: `made to fail with ${fault.code}`,
      });
    } else {
      respond(response, 200, await this.#perform(action, input, request));
    }
  }

  async #perform(action: Action, input: Input, request: IncomingMessage): Promise<object> {
    switch (action) {
      case 'ReceiveMessage':
        return { Messages: await this.#receive(input, request) };
      case 'DeleteMessage':
        this.queue.delete(input.ReceiptHandle ?? '');
        return {};
      case 'DeleteMessageBatch':
        for (const { ReceiptHandle } of input.Entries ?? []) this.queue.delete(ReceiptHandle);
        return { Successful: (input.Entries ?? []).map(({ Id }) => ({ Id })), Failed: [] };
      case 'ChangeMessageVisibility':
        this.queue.changeVisibility(input.ReceiptHandle ?? '', input.VisibilityTimeout ?? 0);
        return {};
      case 'ChangeMessageVisibilityBatch':
        return this.#changeAll(input.Entries ?? []);
      case 'GetQueueAttributes':
        return { Attributes: { ApproximateNumberOfMessages: String(this.queue.counts.visible) } };
    }
  }

  /** A long poll: it is answered by the first messages, or empty when its wait is over. */
  async #receive(input: Input, request: IncomingMessage): Promise<Received[]> {
    const {
      MaxNumberOfMessages = 1,
      WaitTimeSeconds = 0,
      VisibilityTimeout = 30,
      MessageSystemAttributeNames = [],
    } = input;
    const until = performance.now() + WaitTimeSeconds * 1000;
    this.parked += 1;
    try {
      for (;;) {
        const messages = this.queue.receive(MaxNumberOfMessages, VisibilityTimeout, MessageSystemAttributeNames);
        if (messages.length > 0 || performance.now() >= until || request.socket.destroyed) return messages;
        await sleep(TICK_MS);
      }
    } finally {
      this.parked -= 1;
    }
  }

  #changeAll(entries: readonly Entry[]): object {
    const codes = entries.map(({ ReceiptHandle, VisibilityTimeout = 0 }) =>
      this.queue.changeVisibility(ReceiptHandle, VisibilityTimeout),
    );
    return {
      Successful: entries.filter((_, index) => codes[index] === undefined).map(({ Id }) => ({ Id })),
      Failed: entries.flatMap(({ Id }, index) =>
        codes[index] === undefined ? [] : [{ Id, Code: codes[index], SenderFault: true }],
      ),
    };
  }
}

function respond(response: ServerResponse, status: number, body: object): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}
