import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { VARIABLE } from '../../contract/environment.ts';
import { enforce, type Rule } from '../rules.ts';
import type { TransactionTable } from './transaction-table.ts';

/** The name of an ended execution is taken for 90 days, so its record has to be there as long to tell what became of it. */
export const MIN_RECORD_RETENTION = Duration.days(90);

export interface StepLambdasProps {
  /** The TypeScript file that exports `run` and `rollback`. */
  readonly entry: string;
  /** Holds the records, which both functions may read and write. */
  readonly table: TransactionTable;
  /**
   * How long either function may run.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
  /**
   * Memory of either function, in MiB. CPU comes in proportion, and a step is all start-up, TLS and JSON: at 512 a cold start
   * takes far less than at the service's default of 128, while a warm step, which only waits for the table, costs little.
   *
   * @default 512
   */
  readonly memorySize?: number;
  /**
   * How long the logs are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether `simulateFail` in the input is honoured.
   *
   * @default false
   */
  readonly simulateFail?: boolean;
  /**
   * How long the record of a rolled-back transaction is kept, 90 days at least.
   *
   * @default Duration.days(90)
   */
  readonly recordRetention?: Duration;
}

/** The two Lambda functions of a step, on one bundled asset. */
export class StepLambdas extends Construct {
  /** Runs the step's `run`. */
  readonly run: NodejsFunction;
  /** Runs the step's `rollback`. */
  readonly rollback: NodejsFunction;

  constructor(scope: Construct, id: string, props: StepLambdasProps) {
    super(scope, id);
    const recordRetention = props.recordRetention ?? MIN_RECORD_RETENTION;
    enforce(this, RULES, recordRetention);

    const make = (name: string, handler: string): NodejsFunction =>
      newFunction(this, name, handler, {
        ...props,
        environment: {
          [VARIABLE.simulateFail]: String(props.simulateFail ?? false),
          [VARIABLE.recordRetentionDays]: String(recordRetention.toDays()),
        },
      });
    this.run = make('Run', 'index.run');
    this.rollback = make('Rollback', 'index.rollback');
    props.table.bind(this.run);
    props.table.bind(this.rollback);
  }
}

const RULES: readonly Rule<Duration>[] = [
  {
    broken: (recordRetention) => recordRetention.toDays() < MIN_RECORD_RETENTION.toDays(),
    message: (recordRetention) =>
      `recordRetention is ${recordRetention.toDays()} days, but has to be ${MIN_RECORD_RETENTION.toDays()} at least, ` +
      'as long as the name of an ended execution is taken: raise it',
  },
];

interface FunctionOptions extends StepLambdasProps {
  readonly environment: Record<string, string>;
}

function newFunction(scope: Construct, id: string, handler: string, options: FunctionOptions): NodejsFunction {
  const logGroup = new LogGroup(scope, `${id}Logs`, {
    retention: options.logRetention ?? RetentionDays.ONE_MONTH,
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
    entry: options.entry,
    handler,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: options.memorySize ?? 512,
    timeout: options.timeout ?? Duration.seconds(10),
    tracing: Tracing.ACTIVE,
    environment: options.environment,
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
 * The same for every function of a step, so that the two of them come out as one asset. The SDK goes in: a bundled and
 * minified client starts faster than the runtime's own copy, and its version is the one that was tested.
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
