import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { REGION } from '../cloudformation/place.ts';
import type { FunctionConfig } from './function-config.ts';

/** Accepted by every service of the embedded cloud, and by none of AWS. */
const DUMMY_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: 'local',
};

/**
 * All that a function finds in `process.env`: its own variables, Lambda's, and what keeps it from reaching AWS.
 * Nothing of the host's is in it. TZ is missing: the time zone of a thread is that of its process.
 */
export function functionVariables(fn: FunctionConfig, version: string, endpoint: string): Record<string, string> {
  return {
    ...fn.variables,
    ...DUMMY_CREDENTIALS,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memorySizeMb),
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream(version),
    AWS_REGION: REGION,
    // The home directory does not come from the environment, so the SDK would find the host's ~/.aws.
    AWS_CONFIG_FILE: join(fn.taskRoot, '.aws', 'config'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: join(fn.taskRoot, '.aws', 'credentials'),
    LAMBDA_TASK_ROOT: fn.taskRoot,
    LANG: 'en_US.UTF-8',
    _HANDLER: fn.handler,
  };
}

function logStream(version: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${randomBytes(16).toString('hex')}`;
}
