import { devNull } from 'node:os';

/**
 * Keeps the SDK from `~/.aws/config` and `~/.aws/credentials`. A client reads both even where it is given keys and region:
 * an `endpoint_url` in there would send its requests elsewhere. Nothing short of naming other files stops it, and it
 * has to be done before the first client is made.
 */
export function closeSharedFiles(env: NodeJS.ProcessEnv = process.env): void {
  env.AWS_CONFIG_FILE = devNull;
  env.AWS_SHARED_CREDENTIALS_FILE = devNull;
}
