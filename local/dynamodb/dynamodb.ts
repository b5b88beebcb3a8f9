import { setImmediate } from 'node:timers/promises';
import { isObject } from '../../contract/describe.ts';
import type { Clock } from '../clock/clock.ts';
import { RealClock } from '../clock/real-clock.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { ACCOUNT, REGION } from '../cloudformation/place.ts';
import { AwsError, awsJsonService, type Parameters, unknownOperation } from '../http/aws-json.ts';
import type { Service } from '../http/service.ts';
import { traceRoot } from '../http/trace.ts';
import { type Dynalite, openDynalite } from './dynalite.ts';
import { carryOut, type DynamoDbFault } from './dynamodb-fault.ts';
import { RequestCounter } from './request-counter.ts';
import { createTableRequest, WITHOUT_EFFECT } from './tables.ts';

export interface DynamoDbRequest {
  /** Such as `UpdateItem`. */
  readonly operation: string;
  readonly parameters: Parameters;
  /** The Root of the request's trace, where it has one. */
  readonly traceRoot: string | undefined;
  /** As it came with the request, where it has one. */
  readonly traceHeader: string | undefined;
}

export interface DynamoDbProps {
  /** Its AWS::DynamoDB::Tables are created. @default - no tables */
  readonly assembly?: Assembly;
  /** @default - the machine's own time */
  readonly clock?: Clock;
  /**
   * Sees each request before the table does: it may hold it by a promise, refuse it by throwing an AwsError such as
   * `throttled()`, or return what is to go wrong with it.
   *
   * @default - all pass
   */
  readonly beforeRequest?: (request: DynamoDbRequest) => DynamoDbFault | undefined | Promise<DynamoDbFault | undefined>;
}

export interface DynamoDb extends Service {
  /** How many requests came with this trace header, or its Root, by operation: those that failed or were refused too. */
  requests(trace: string): Readonly<Record<string, number>>;
  /**
   * A request without HTTP.
   *
   * @throws AwsError as DynamoDB would answer
   */
  execute(operation: string, parameters: Parameters, options?: { traceId?: string }): Promise<Record<string, unknown>>;
}

/**
 * DynamoDB in memory.
 *
 * @throws TemplateError for a table with a property that is not honoured
 */
export async function createDynamoDb({
  assembly,
  beforeRequest,
  clock = new RealClock(),
}: DynamoDbProps = {}): Promise<DynamoDb> {
  const dynalite = openDynalite({ account: ACCOUNT, region: REGION });
  const tables = assembly?.resources('AWS::DynamoDB::Table') ?? [];
  await createTables(dynalite, tables);
  const counter = new RequestCounter();
  const operations = [...dynalite.operations, 'DescribeTimeToLive'];

  async function execute(operation: string, parameters: Parameters, trace?: unknown): Promise<Record<string, unknown>> {
    const root = traceRoot(trace);
    if (root !== undefined) counter.count(root, operation);
    if (!operations.includes(operation)) throw unknownOperation('DynamoDB', operation, operations);
    refuseUnhonoured(dynalite, operation, parameters);
    const traceHeader = typeof trace === 'string' ? trace : undefined;
    const fault = await beforeRequest?.({ operation, parameters, traceRoot: root, traceHeader });
    return await carryOut(clock, fault, async () =>
      operation === 'DescribeTimeToLive'
        ? describeTimeToLive(dynalite, tables, parameters)
        : dynalite.execute(operation, parameters),
    );
  }

  const service = awsJsonService({
    name: 'dynamodb',
    targetPrefix: 'DynamoDB_20120810',
    actions: Object.fromEntries(
      operations.map((operation) => [
        operation,
        (parameters, request) => execute(operation, parameters, request.headers['x-amzn-trace-id']),
      ]),
    ),
  });
  return {
    ...service,
    execute: (operation, parameters, options) => execute(operation, parameters, options?.traceId),
    requests: (trace) => counter.of(traceRoot(trace) ?? trace),
  };
}

async function createTables(dynalite: Dynalite, tables: readonly Resource[]): Promise<void> {
  for (const table of tables) {
    await dynalite.execute('CreateTable', createTableRequest(table)).catch((cause: Error) => {
      table.fail(`cannot be created: ${cause.message}`);
    });
  }
  for (const { physicalId } of tables) {
    // dynalite makes a table ACTIVE in a later turn of the event loop; whoever asks before is told that it does not exist.
    while (!(await isActive(dynalite, physicalId))) await setImmediate();
  }
}

async function isActive(dynalite: Dynalite, TableName: string): Promise<boolean> {
  const { Table } = await dynalite.execute('DescribeTable', { TableName });
  return isObject(Table) && Table.TableStatus === 'ACTIVE';
}

/** dynalite drops what it does not know; a caller that asked for it would never learn. */
function refuseUnhonoured(dynalite: Dynalite, operation: string, parameters: Parameters): void {
  const honoured = dynalite.parametersOf(operation);
  const unknown = Object.keys(parameters).find(
    (name) => !honoured.has(name) && !(name in WITHOUT_EFFECT) && !ALWAYS_TRUE.has(`${operation}.${name}`),
  );
  if (unknown === undefined) return;
  throw new AwsError(
    'ValidationException',
    `the embedded DynamoDB does not honour ${unknown} of ${operation}: leave it out`,
  );
}

/** Every read here sees every write before it. */
const ALWAYS_TRUE = new Set(['Scan.ConsistentRead', 'DescribeTimeToLive.TableName']);

/** What the template says: dynalite would always answer DISABLED. */
async function describeTimeToLive(
  dynalite: Dynalite,
  tables: readonly Resource[],
  { TableName }: Parameters,
): Promise<Record<string, unknown>> {
  await dynalite.execute('DescribeTable', { TableName });
  const specification = tables.find(({ physicalId }) => physicalId === TableName)?.properties.TimeToLiveSpecification;
  const enabled = isObject(specification) && specification.Enabled === true;
  return {
    TimeToLiveDescription: enabled
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: specification.AttributeName }
      : { TimeToLiveStatus: 'DISABLED' },
  };
}
