import { fileURLToPath } from 'node:url';
import type { Duration } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { bundling } from './bundling.ts';

export interface NodeFunctionProps {
  /** The TypeScript file. */
  readonly entry: string;
  /** `index.<what it exports>` */
  readonly handler: string;
  /** For whoever looks at the function. @default - none */
  readonly description?: string;
  readonly timeout: Duration;
  /** In MiB. @default 512 */
  readonly memorySize?: number;
  /** Gets the events that it failed on, where it is invoked asynchronously. @default - they are dropped */
  readonly deadLetterQueue?: IQueue;
  readonly environment: Readonly<Record<string, string>>;
  /** Modules that are bundled as another file: its path by their name. @default - each is bundled as it is */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly logGroup: ILogGroup;
  /** Has to be allowed to write to the log group. */
  readonly role: IRole;
}

const PROJECT_ROOT = new URL('../../', import.meta.url);

/** A function as all of ours are: bundled with its SDK, traced, on the runtime that the tests run on. */
export function nodeFunction(scope: Construct, id: string, props: NodeFunctionProps): NodejsFunction {
  // One by one: whatever else a caller's props have is not of a function.
  return new NodejsFunction(scope, id, {
    description: props.description,
    entry: props.entry,
    handler: props.handler,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize ?? 512,
    timeout: props.timeout,
    deadLetterQueue: props.deadLetterQueue,
    tracing: Tracing.ACTIVE,
    environment: { ...props.environment },
    logGroup: props.logGroup,
    role: props.role,
    bundling: bundling(props.aliases),
    // Named, so that synthesis does not depend on the directory it is started in.
    projectRoot: fileURLToPath(PROJECT_ROOT),
    depsLockFilePath: fileURLToPath(new URL('package-lock.json', PROJECT_ROOT)),
  });
}
