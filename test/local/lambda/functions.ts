import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createLambda, type Lambda, type LambdaProps } from '../../../local/lambda/runtime.ts';
import { writeAssembly, writeFiles } from '../cloudformation/write-assembly.ts';

const started: Lambda[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((lambda) => lambda.close()));
});

export const traceId = 'Root=1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb;Sampled=0';

export interface FunctionProps extends Partial<LambdaProps> {
  /** The name of the file that the function's code is written to. @default index.mjs */
  readonly file?: string;
  /** Other files beside it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Properties of the AWS::Lambda::Function, beside its name `Fn`, its code and handler. */
  readonly properties?: object;
  /** Other resources. */
  readonly resources?: object;
  /** What lies above the directory of the code. */
  readonly above?: Readonly<Record<string, string>>;
}

/** A runtime with one function, `Fn`, made of this code; it is closed when the test is over. */
export function functionOf(code: string, props: FunctionProps = {}): Lambda {
  const { file = 'index.mjs', files, properties, resources, above, ...lambdaProps } = props;
  const Fn = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'Fn',
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Handler: 'index.run',
      Runtime: 'nodejs24.x',
      ...properties,
    },
  };
  const parent = writeFiles({ ...above });
  const assets = { 'code.zip': writeFiles({ [file]: code, ...files }, join(parent, 'asset')) };
  const stacks = { Saga: { Resources: { Fn, ...resources } } };
  const assembly = readAssembly(writeAssembly({ stacks, assets }));
  const lambda = createLambda({ assembly, endpoint: () => 'http://127.0.0.1:4566', ...lambdaProps });
  started.push(lambda);
  return lambda;
}

/** What `Fn` returns. @throws Error with its failure */
export async function payloadOf(lambda: Lambda, payload: unknown = {}): Promise<unknown> {
  const result = await lambda.invoke('Fn', payload, { traceId });
  if ('payload' in result) return result.payload;
  throw new Error(JSON.stringify(result.functionError));
}

/** What `Fn` fails with. */
export async function errorOf(lambda: Lambda, payload: unknown = {}) {
  const result = await lambda.invoke('Fn', payload, { traceId });
  if ('functionError' in result) return result.functionError;
  throw new Error(`the function returned ${JSON.stringify(result.payload)}`);
}
