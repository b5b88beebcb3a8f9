import { createRequire } from 'node:module';
import { AwsError, type Parameters } from '../http/aws-json.ts';
import { cacheExpressions, type ExpressionParser } from './expression-cache.ts';
import { withoutOuterParentheses } from './outer-parentheses.ts';

/**
 * dynalite, taken by its parts. Its own server throws what it does not expect, out of reach of any caller; it takes its
 * account and region from the host's environment, and leaves out ReturnValuesOnConditionCheckFailure. The version is
 * pinned exactly, and test/local/dynamodb covers what is relied upon here.
 */
export interface Dynalite {
  readonly operations: readonly string[];
  /** The parameters that an operation honours. */
  parametersOf(operation: string): ReadonlySet<string>;
  /** @throws AwsError as DynamoDB would answer */
  execute(operation: string, parameters: Parameters): Promise<Record<string, unknown>>;
}

type Callback = (error: unknown, result: Record<string, unknown>) => void;
type Operation = (store: Store, data: object, callback: Callback) => void;
type Types = Record<string, unknown>;

interface Store {
  readonly tableDb: { awsAccountId: string; awsRegion: string };
}

interface Database {
  create(options: object): Store;
  checkConditional(data: Record<string, unknown>, existing: object | undefined): { body: Types } | null | undefined;
}

interface Validations {
  checkTypes(data: object, types: Types): object;
  checkValidations(data: object, types: Types, custom: unknown, store: Store): void;
}

const OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
];
/** It knows the parameter, and does nothing with it. */
const NOT_HONOURED = new Set(['ReturnItemCollectionMetrics']);
const CONDITIONAL_WRITES = ['DeleteItem', 'PutItem', 'UpdateItem'];

export function openDynalite({ account, region }: { account: string; region: string }): Dynalite {
  const require = createRequire(import.meta.url);
  const database = loadDatabase(require);
  const validations = require('dynalite/validations') as Validations;
  const operations = new Map(
    OPERATIONS.map((name) => {
      const file = name.charAt(0).toLowerCase() + name.slice(1);
      const { types, custom } = require(`dynalite/validations/${file}`) as { types: Types; custom: unknown };
      return [name, { types, custom, run: require(`dynalite/actions/${file}`) as Operation }];
    }),
  );
  for (const name of ['conditionParser', 'updateParser']) cacheOnce(require(`dynalite/db/${name}`) as ExpressionParser);
  for (const name of CONDITIONAL_WRITES) {
    const types = operations.get(name)?.types ?? {};
    types.ReturnValuesOnConditionCheckFailure = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
  }
  const store = database.create({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  Object.assign(store.tableDb, { awsAccountId: account, awsRegion: region });
  return {
    operations: OPERATIONS,
    parametersOf: (name) => new Set(Object.keys(operations.get(name)?.types ?? {})).difference(NOT_HONOURED),
    execute: (name, parameters) =>
      new Promise((resolve, reject) => {
        const operation = operations.get(name);
        if (operation === undefined) throw new Error(`dynalite has no operation ${name}: ask for one of its own`);
        const { types, custom, run } = operation;
        const data = validate(() => {
          const known = validations.checkTypes(simplify(parameters), types);
          validations.checkValidations(known, types, custom, store);
          return known;
        });
        run(store, data, (error, result) => (error ? reject(translate(error)) : resolve(result)));
      }),
  };
}

function simplify(parameters: Parameters): Record<string, unknown> {
  const { ConditionExpression: condition } = parameters;
  if (typeof condition !== 'string') return { ...parameters };
  return { ...parameters, ConditionExpression: withoutOuterParentheses(condition) };
}

/** Its checks throw DynamoDB's answers, but stumble over null in the place of a value. */
function validate<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    const cause = translate(error);
    if (cause instanceof AwsError) throw cause;
    throw new AwsError('SerializationException', `the request is not what DynamoDB takes: ${cause}`, 400, { cause });
  }
}

/**
 * Loads dynalite's storage without `level`, which brings a native addon that not every platform has, and which only a
 * store on disk would use. The cache is that of Node: where another loader is in place, as in jest, `level` is loaded.
 */
function loadDatabase(require: NodeJS.Require): Database {
  const level = createRequire(require.resolve('dynalite')).resolve('level');
  const absent = !(level in require.cache);
  if (absent) require.cache[level] = { id: level, filename: level, loaded: true, exports: {} } as NodeJS.Module;
  const database = require('dynalite/db') as Database;
  if (absent) delete require.cache[level];
  returnItemOnFailedCondition(database);
  return database;
}

const cached = new WeakSet<ExpressionParser>();

function cacheOnce(parser: ExpressionParser): void {
  if (cached.has(parser)) return;
  cached.add(parser);
  cacheExpressions(parser);
}

const patched = new WeakSet<Database>();

/** The item is the one that the condition was checked against: a read afterwards could already see another write. */
function returnItemOnFailedCondition(database: Database): void {
  if (patched.has(database)) return;
  patched.add(database);
  const { checkConditional } = database;
  database.checkConditional = (data, existing) => {
    const failure = checkConditional(data, existing);
    const wanted = data.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    if (failure && existing && wanted) failure.body.Item = existing;
    return failure;
  };
}

function translate(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Record<string, unknown> };
  if (statusCode === undefined || body === undefined) return error;
  const { __type, message, Message, ...members } = body;
  const code = String(__type).split('#').at(-1) ?? 'InternalServerError';
  return new AwsError(code, String(message ?? Message ?? code), statusCode, { members });
}
