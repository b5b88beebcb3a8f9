import { ConfigurationError } from './configuration-error.ts';
import {
  BackgroundRefresh,
  type BackgroundRefreshProps,
  type CredentialsStatus,
} from './credentials/background-refresh.ts';
import type { CredentialsSource, Identity } from './credentials/identity.ts';
import { chooseSource } from './credentials/rule.ts';
import { closeSharedFiles } from './credentials/shared-files.ts';

/** Of `start()`: long enough for a role that was made a moment ago, short enough for kubelet to say that a pod is failing. */
export const START_TIMEOUT_MS = 15_000;

export interface BackgroundCredentialsProps extends Partial<BackgroundRefreshProps> {
  /** What the APP_ENV rule looks at. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - what the APP_ENV rule says: the web identity or the container's provider, or access keys where it is local */
  readonly source?: CredentialsSource;
}

/** Credentials that any client of AWS SDK v3 takes: `new SNSClient({ credentials })`. */
export interface BackgroundCredentials {
  (): Promise<Identity>;
  /**
   * Tells the SDK to ask at each request. Without it every client keeps a copy of its own, and swaps it only five minutes
   * before the end.
   */
  readonly memoized: true;
  /**
   * Fetches the first ones. Without it, the first request does, and waits for them.
   *
   * @throws CredentialsUnavailable after 15 s of attempts
   */
  start(): Promise<void>;
  /** Ends the refreshing; it never keeps a process alive. */
  stop(): void;
  status(): CredentialsStatus;
}

/**
 * Makes credentials that no request waits for, one for all clients: fetched before the first request, replaced in the
 * background long before they expire, and while that fails the old ones serve to their last second. After that requests are
 * refused at once.
 *
 * Where they come from follows from APP_ENV and AWS's own variables, with nothing to configure; the files under `~/.aws`
 * are closed to this process. Make them before the first client.
 *
 * @throws ConfigurationError with all that is wrong with the environment
 */
export function backgroundCredentials({
  env = process.env,
  source = sourceOf(env),
  ...props
}: BackgroundCredentialsProps = {}): BackgroundCredentials {
  closeSharedFiles();
  const refresh = new BackgroundRefresh({ source, ...props });
  return Object.assign(() => refresh.identity(), {
    memoized: true as const,
    start: () => refresh.start(START_TIMEOUT_MS),
    stop: () => refresh.stop(),
    status: () => refresh.status(),
  });
}

function sourceOf(env: NodeJS.ProcessEnv): CredentialsSource {
  const choice = chooseSource(env);
  if (choice.problems !== undefined) throw new ConfigurationError(choice.problems);
  return choice.source;
}
