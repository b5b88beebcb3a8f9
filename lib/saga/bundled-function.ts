import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface BundledFunctionProps {
  /** The TypeScript file. */
  readonly entry: string;
  /** `index.<what it exports>` */
  readonly handler: string;
  readonly timeout: Duration;
  /** In MiB. @default 512 */
  readonly memorySize?: number;
  /** Gets the events that it failed on, where it is invoked asynchronously. @default - they are dropped */
  readonly deadLetterQueue?: IQueue;
  readonly environment: Readonly<Record<string, string>>;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** A function as all of ours are: bundled with its SDK, traced, with a role and a log group of its own. */
export function bundledFunction(scope: Construct, id: string, props: BundledFunctionProps): NodejsFunction {
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    retention: props.logRetention ?? RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // A role of our own: the managed policy that Lambda's default role has may write to every log group of the account.
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resource: AWS accepts nothing but *',
  });
  return new NodejsFunction(scope, id, {
    entry: props.entry,
    handler: props.handler,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize ?? 512,
    timeout: props.timeout,
    ...(props.deadLetterQueue !== undefined && { deadLetterQueue: props.deadLetterQueue }),
    tracing: Tracing.ACTIVE,
    environment: { ...props.environment },
    logGroup,
    role,
    bundling: BUNDLING,
    // Named, so that synthesis does not depend on the directory it is started in.
    projectRoot: fileURLToPath(PROJECT_ROOT),
    depsLockFilePath: fileURLToPath(new URL('package-lock.json', PROJECT_ROOT)),
  });
}

const PROJECT_ROOT = new URL('../../', import.meta.url);

/**
 * The same for every function of an asset, so that they share it. The SDK goes in: a bundled and minified client starts
 * faster than the runtime's own copy, and its version is the one that was tested.
 */
const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // The map ships, but the functions do not load it: --enable-source-maps would add some 15 ms to each cold start. Who
  // debugs on AWS sets it in NODE_OPTIONS; stack traces need names and lines only, so the sources stay out.
  sourcesContent: false,
  externalModules: [],
  bundleAwsSDK: true,
  forceDockerBundling: false,
  logLevel: LogLevel.WARNING,
};
