import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { PARAMETER, type Parameter } from '../contract/parameters.ts';
import { type Assembly, readAssembly } from './cloudformation/assembly.ts';
import { ACCOUNT, REGION } from './cloudformation/place.ts';
import { createDynamoDb, type DynamoDb, type DynamoDbProps } from './dynamodb/dynamodb.ts';
import { type Listener, listen } from './http/server.ts';
import { lambdaService } from './lambda/invoke-api.ts';
import { createLambda, type Lambda, type LambdaProps } from './lambda/runtime.ts';
import { createSsm } from './ssm/ssm.ts';
import { registerStateMachines } from './stepfunctions/from-assembly.ts';
import { StepFunctions } from './stepfunctions/step-functions.ts';

export interface EmbeddedCloudOptions
  extends Pick<DynamoDbProps, 'beforeRequest'>,
    Pick<LambdaProps, 'beforeInvoke' | 'onLog'> {
  /** The directory of the cloud assembly, such as `cdk.out`. */
  readonly assembly: string;
  /** On 127.0.0.1. @default 0, any that is free */
  readonly port?: number;
  /** Retries and Waits last so many times as long as the definitions say. @default 1 */
  readonly timeScale?: number;
}

interface Parts {
  readonly assembly: Assembly;
  readonly dynamodb: DynamoDb;
  readonly lambda: Lambda;
  readonly stepFunctions: StepFunctions;
  readonly listener: Listener;
  readonly bootMs: number;
}

/** The cloud that a cloud assembly describes, in this process and on one port, as after the deployment of all its stacks. */
export class EmbeddedCloud implements AsyncDisposable {
  readonly stepFunctions: StepFunctions;
  /** What AWS_ENDPOINT_URL has to be. */
  readonly endpoint: string;
  /** From the cloud assembly to the first answer, in milliseconds. */
  readonly bootMs: number;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.stepFunctions = parts.stepFunctions;
    this.endpoint = parts.listener.endpoint;
    this.bootMs = parts.bootMs;
  }

  /**
   * @throws Error for what the templates ask and this cloud cannot honour, by its name
   * @throws Error when the port is taken
   */
  static async boot(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
    const began = performance.now();
    const { port = 0, timeScale = 1, beforeRequest, beforeInvoke, onLog } = options;
    const assembly = readAssembly(options.assembly);
    const dynamodb = await createDynamoDb({ assembly, ...(beforeRequest && { beforeRequest }) });
    // The port is opened last, when all can answer; a function asks for the endpoint when it first runs.
    let opened = '';
    const lambda = createLambda({
      assembly,
      endpoint: () => opened,
      ...(beforeInvoke && { beforeInvoke }),
      ...(onLog && { onLog }),
    });
    const stepFunctions = new StepFunctions({
      region: REGION,
      account: ACCOUNT,
      timeScale,
      functions: lambda,
      callService: (service, action, parameters, { traceId }) => {
        if (service !== 'dynamodb') throw new Error(`the embedded cloud has no ${service} yet`);
        return dynamodb.execute(action, parameters as Record<string, unknown>, { traceId });
      },
    });
    await registerStateMachines(stepFunctions, assembly);
    const services = [dynamodb, stepFunctions.service, createSsm({ assembly }), lambdaService(lambda)];
    const listener = await listen({ services, port });
    opened = listener.endpoint;
    const bootMs = performance.now() - began;
    return new EmbeddedCloud({ assembly, dynamodb, lambda, stepFunctions, listener, bootMs });
  }

  /** The ARN of the saga's state machine. */
  get sagaStateMachineArn(): string {
    return this.#parameter(PARAMETER.stateMachineArn);
  }

  /** The name of the table that holds the records. */
  get tableName(): string {
    return this.#parameter(PARAMETER.tableName);
  }

  stepFunctionsClient(): SFNClient {
    return new SFNClient(this.#clientConfig());
  }

  dynamodbClient(): DynamoDBClient {
    return new DynamoDBClient(this.#clientConfig());
  }

  /** How many requests an execution and its Lambdas have sent to DynamoDB. */
  dynamodbRequests(executionArn: string): number {
    const counts = this.#parts.dynamodb.requests(this.stepFunctions.traceRoot(executionArn));
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  /** Ends all that runs and gives the port back. */
  async close(): Promise<void> {
    await this.#parts.listener.close();
    await this.#parts.lambda.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #clientConfig() {
    return { endpoint: this.endpoint, region: REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  }

  /** The stage is part of a parameter's name; an assembly has one. */
  #parameter(parameter: Parameter): string {
    const found = this.#parts.assembly
      .resources('AWS::SSM::Parameter')
      .find(({ physicalId }) => physicalId.endsWith(`/${parameter}`));
    if (found === undefined) throw new Error(`no stack of the assembly publishes the parameter …/${parameter}`);
    return String(found.attributes.Value);
  }
}
