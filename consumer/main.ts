import { ConfigurationError } from './configuration-error.ts';
import { Consumer } from './consumer.ts';
import { type ConsumerEnvironment, readEnvironment } from './environment.ts';
import { jsonLogger, type Logger } from './log.ts';
import { type StopSignals, stopSignals } from './stop-signals.ts';
import { VERSION } from './version.ts';

/** How the process ends. */
const EXIT = {
  /** It was told to, and every message it had is done or back. */
  drained: 0,
  /** It could not start, or had to leave messages that are back only when their visibility timeout is over. */
  failed: 1,
  /** The environment or the command line is wrong: trying again will not help. */
  misconfigured: 2,
} as const;

/** @returns the exit code */
async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (args.length > 0) return printVersion(args);
  const signals = stopSignals();
  const environment = readOrExplain(env);
  if (environment === undefined) return EXIT.misconfigured;
  const logger = jsonLogger({ level: environment.logLevel });
  return serve(new Consumer(environment, logger), signals, logger);
}

async function serve(consumer: Consumer, { stop, abort }: StopSignals, logger: Logger): Promise<number> {
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  abort.addEventListener('abort', () => {
    logger.warn('aborting: what is not done goes back to the queue', { signal: abort.reason });
    void consumer.abort();
  });
  const drained = stopped.then(() => {
    logger.info('draining', { signal: stop.reason });
    return consumer.stop();
  });
  try {
    await consumer.start();
  } catch (error) {
    await consumer.stop();
    if (stop.aborted) return EXIT.drained;
    logger.error('consumer not started', { error });
    return EXIT.failed;
  }
  const report = await drained;
  logger.info('drained', { ...report });
  return report.left === 0 ? EXIT.drained : EXIT.failed;
}

function readOrExplain(env: NodeJS.ProcessEnv): ConsumerEnvironment | undefined {
  try {
    return readEnvironment(env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`the environment is not one to start with:\n${error.list}\n`);
    return undefined;
  }
}

function printVersion(args: readonly string[]): number {
  const isAsked = args.length === 1 && ['version', '--version'].includes(args[0] ?? '');
  if (isAsked) process.stdout.write(`${JSON.stringify(VERSION)}\n`);
  else process.stderr.write('usage: nothing, to consume the queue that the environment names; or version\n');
  return isAsked ? EXIT.drained : EXIT.misconfigured;
}

// Exits by itself: a connection or a handler that is left must not outlive the grace of a pod.
if (import.meta.main) process.exit(await main(process.argv.slice(2), process.env));
