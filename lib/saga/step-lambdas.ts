import { Duration } from 'aws-cdk-lib';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { VARIABLE } from '../../contract/environment.ts';
import { bundledFunction } from '../functions/bundled-function.ts';
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
      bundledFunction(this, name, {
        ...props,
        handler,
        timeout: props.timeout ?? Duration.seconds(10),
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
