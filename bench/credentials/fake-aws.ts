import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** How STS and the container's provider answer: with credentials, with a 503, with AccessDenied, or not at all. */
export type Answering = 'yes' | 'unavailable' | 'denied' | 'never';

export interface SignedRequest {
  readonly accessKey: string;
  /** As signed for: `sqs`, `states`, `sns`. */
  readonly service: string;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const DENIED: Answer = { status: 403, body: xmlError('AccessDenied') };
const UNAVAILABLE: Answer = { status: 503, body: xmlError('ServiceUnavailable') };
const EXPIRED: Answer = { status: 403, body: '{"__type":"ExpiredTokenException","message":"the token is expired"}' };

/**
 * Just enough of AWS on loopback to watch clients get their credentials and use them: STS, the agent of Pod Identity, and
 * services that take any request signed with keys that have not expired. It may be told another way at any time.
 */
export class FakeAws {
  answering: Answering = 'yes';
  /** How long STS takes to answer. */
  delayMs = 0;
  /** How long what it gives out is valid. */
  validityMs = 3_600_000;
  /** How often STS, or the container's provider, was asked. */
  fetches = 0;
  /** What each of those brought along: the web identity's token, or the Authorization header. */
  readonly tokens: string[] = [];
  /** The requests to services, in order. */
  readonly signed: SignedRequest[] = [];
  readonly #server: Server;
  /** By access key, in milliseconds since 1970. */
  readonly #expirations = new Map<string, number>();

  private constructor() {
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#answer(request).then(
        (answer) => answer && response.writeHead(answer.status).end(answer.body),
        (error: Error) => response.destroy(error),
      );
    });
  }

  static async listen(): Promise<FakeAws> {
    const aws = new FakeAws();
    await new Promise<void>((resolve) => aws.#server.listen(0, '127.0.0.1', resolve));
    return aws;
  }

  /** Such as `http://127.0.0.1:40123`. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<unknown>((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** @returns nothing where there is to be no answer */
  async #answer(request: IncomingMessage): Promise<Answer | undefined> {
    const body = await text(request);
    const form = new URLSearchParams(body);
    if (form.get('Action') === 'AssumeRoleWithWebIdentity') return this.#give(form.get('WebIdentityToken'), stsAnswer);
    if (request.method === 'GET') return this.#give(request.headers.authorization, agentAnswer);
    return this.#serve(request.headers.authorization ?? '', body);
  }

  async #give(
    token: string | null | undefined,
    answer: (accessKey: string, expiration: string) => string,
  ): Promise<Answer | undefined> {
    this.fetches += 1;
    this.tokens.push(token ?? 'none');
    const accessKey = `FAKE${this.fetches}`;
    await sleep(this.delayMs);
    if (this.answering === 'never') return undefined;
    if (this.answering !== 'yes') return this.answering === 'denied' ? DENIED : UNAVAILABLE;
    const expiresAt = Date.now() + this.validityMs;
    this.#expirations.set(accessKey, expiresAt);
    return { status: 200, body: answer(accessKey, new Date(expiresAt).toISOString()) };
  }

  #serve(authorization: string, body: string): Answer {
    const [, accessKey = 'none', service = 'none'] =
      /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)/.exec(authorization) ?? [];
    this.signed.push({ accessKey, service, body });
    if (Date.now() >= (this.#expirations.get(accessKey) ?? Number.POSITIVE_INFINITY)) return EXPIRED;
    // SNS still speaks XML, the others JSON.
    return { status: 200, body: service === 'sns' ? '<Response><PublishResult/></Response>' : '{}' };
  }
}

function xmlError(code: string): string {
  return `<ErrorResponse><Error><Code>${code}</Code><Message>told to</Message></Error></ErrorResponse>`;
}

function stsAnswer(accessKey: string, expiration: string): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
    <AssumedRoleUser><AssumedRoleId>AROA:fake</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/consumer/fake</Arn></AssumedRoleUser>
    <Credentials><AccessKeyId>${accessKey}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken><Expiration>${expiration}</Expiration></Credentials>
    </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
}

function agentAnswer(accessKey: string, expiration: string): string {
  return JSON.stringify({
    AccessKeyId: accessKey,
    SecretAccessKey: 'secret',
    Token: 'session',
    Expiration: expiration,
  });
}
