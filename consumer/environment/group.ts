import { CONSUMER_VARIABLE as NAME } from '../../contract/environment.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import type { EnvironmentReader } from './reader.ts';
import { readWork, type Work } from './work.ts';

/** What the consumer of a group is told wherever it runs, in a pod or as a Lambda function. */
export interface GroupEnvironment {
  readonly consumerGroup: string;
  readonly work: Work;
  /**
   * Executions a second. Step Functions' quota for StartExecution of Standard workflows is 300 in us-east-1, us-west-2 and
   * eu-west-1, 150 elsewhere, for all that an account starts in a region: share it among the processes.
   *
   * @default 150
   */
  readonly startRatePerSecond: number;
  /** Of the same quota: 1,300 in these three regions, 800 elsewhere. @default 800 */
  readonly startBurst: number;
  /** @default info */
  readonly logLevel: LogLevel;
}

const GROUP = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

export function readGroup(read: EnvironmentReader): GroupEnvironment {
  const consumerGroup = read.required(
    NAME.consumerGroup,
    GROUP,
    'the name of the consumer group, such as saga',
    'set it to the group that the queue is of',
  );
  return {
    consumerGroup,
    work: readWork(read, consumerGroup),
    startRatePerSecond: read.wholeNumber(NAME.startRatePerSecond, { min: 1, max: 100_000, otherwise: 150 }),
    startBurst: read.wholeNumber(NAME.startBurst, { min: 1, max: 100_000, otherwise: 800 }),
    logLevel: read.oneOf(NAME.logLevel, LOG_LEVELS, 'info'),
  };
}
