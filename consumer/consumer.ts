import { receiveClient, sqsClient } from './aws-clients.ts';
import { credentialsProblems, exposeCredentials } from './credentials/credentials-metrics.ts';
import { type BackgroundCredentials, backgroundCredentials } from './credentials.ts';
import type { ConsumerEnvironment } from './environment.ts';
import { handlerOf } from './handlers/handler-of.ts';
import { HealthServer } from './health.ts';
import type { Logger } from './log.ts';
import { Metrics } from './metrics.ts';
import { ConsumerPool, type DrainReport } from './pool.ts';
import { VERSION } from './version.ts';

/** A consumer with all that it is made of. */
export class Consumer {
  readonly #environment: ConsumerEnvironment;
  readonly #logger: Logger;
  readonly #metrics = new Metrics();
  readonly #credentials: BackgroundCredentials;
  readonly #pool: ConsumerPool;
  #health: HealthServer | undefined;
  #starting: Promise<void> | undefined;
  #isReceiving = false;
  #closed: Promise<DrainReport> | undefined;

  constructor(environment: ConsumerEnvironment, logger: Logger) {
    this.#environment = environment;
    this.#logger = logger;
    this.#credentials = backgroundCredentials({
      source: environment.credentials,
      onFailure: (error, { expiresInMs }) => logger.warn('credentials not refreshed', { expiresInMs, error }),
    });
    exposeCredentials(this.#metrics, this.#credentials.status);
    // After the credentials: they keep clients from the shared files.
    const { region, queueUrl, visibilityTimeoutSeconds, maxInFlight } = environment;
    const client = { region, credentials: this.#credentials };
    this.#pool = new ConsumerPool({
      client: sqsClient(client),
      receiveClient: receiveClient(client),
      queueUrl,
      handler: handlerOf(environment, this.#credentials, this.#metrics),
      logger,
      metrics: this.#metrics,
      visibilityTimeoutSeconds,
      maxInFlight,
    });
  }

  /** Where the health server listens. @default - it does not */
  get port(): number | undefined {
    return this.#health?.port;
  }

  /**
   * Answers probes, fetches the credentials, then begins to receive.
   *
   * @throws Error when the port is taken
   * @throws CredentialsUnavailable when there are none within 15 s, or `stop()` was called
   */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Drains the pool, then closes everything. Called again, it returns the same. */
  stop(): Promise<DrainReport> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** Ends what `stop()` waits for. */
  abort(): Promise<DrainReport> {
    void this.#pool.abort();
    return this.stop();
  }

  async #start(): Promise<void> {
    const { host, port, credentials, consumerGroup, queueUrl, work } = this.#environment;
    this.#health = await HealthServer.listen({
      host,
      port,
      live: () => this.#pool.problems,
      ready: () => this.#unready(),
      metrics: this.#metrics,
      version: VERSION,
    });
    await this.#credentials.start();
    await this.#pool.start();
    this.#isReceiving = true;
    const { handler } = work;
    const more = { consumerGroup, handler, queueUrl, credentials: credentials.name, port: this.port };
    this.#logger.info('consumer started', { ...VERSION, ...more });
  }

  async #close(): Promise<DrainReport> {
    if (!this.#isReceiving) {
      // Ends the start, whose own caller hears of it.
      this.#credentials.stop();
      await Promise.allSettled([this.#starting]);
    }
    const report = await this.#pool.stop();
    this.#credentials.stop();
    await this.#health?.close();
    return report;
  }

  #unready(): readonly string[] {
    if (this.#pool.isDraining) return ['draining'];
    return [...credentialsProblems(this.#credentials.status()), ...(this.#isReceiving ? [] : ['not receiving yet'])];
  }
}
