import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { PARAMETER, type Parameter } from '../contract/parameters.ts';
import type { Clock } from './clock/clock.ts';
import { VirtualClock } from './clock/virtual-clock.ts';
import type { Resource } from './cloudformation/assembly.ts';
import { REGION } from './cloudformation/place.ts';
import { deploy } from './deployment/deploy.ts';
import { type Listener, listen } from './http/server.ts';
import type { Pod } from './kubernetes/pod.ts';
import { createServices, type Services, type ServicesProps } from './services.ts';
import type { StepFunctions } from './stepfunctions/step-functions.ts';

export interface EmbeddedCloudOptions extends ServicesProps {
  /** On 127.0.0.1. @default 0, any that is free */
  readonly port?: number;
}

/** The cloud that a cloud assembly describes, in this process and on one port, as after the deployment of all its stacks. */
export class EmbeddedCloud implements AsyncDisposable {
  readonly stepFunctions: StepFunctions;
  /** What AWS_ENDPOINT_URL has to be. */
  readonly endpoint: string;
  /** From the cloud assembly to the first answer, in milliseconds. */
  readonly bootMs: number;
  /** What tells the time here: how long retries, waits, timeouts and schedules are is up to it. */
  readonly clock: Clock;
  #services: Services;
  #isDeploying = false;
  readonly #listener: Listener;

  private constructor(services: Services, listener: Listener, bootMs: number) {
    this.stepFunctions = services.stepFunctions;
    this.clock = services.clock;
    this.endpoint = listener.endpoint;
    this.bootMs = bootMs;
    this.#services = services;
    this.#listener = listener;
  }

  /**
   * @throws UsageError when the port is taken
   * @throws TemplateError for what the templates ask and this cloud cannot honour, by its name
   */
  static async boot({ port = 0, ...props }: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
    const began = performance.now();
    const made = Promise.withResolvers<Services>();
    const listener = await listen({
      port,
      // The URLs of queues begin with the endpoint, so the port is opened first; requests wait.
      services: async (endpoint) => {
        const services = await createServices(endpoint, props);
        made.resolve(services);
        return services.all;
      },
    });
    const services = await made.promise;
    services.eventSourceMappings.start();
    return new EmbeddedCloud(services, listener, performance.now() - began);
  }

  /**
   * Deploys a second assembly of the same application over the one that runs, as far as sagas need it: functions, state
   * machines, their versions and aliases. Executions under way go on with what they began with. The directory of the first
   * has to stay, since its code may still be called.
   *
   * @param assembly the directory of the cloud assembly
   * @throws TemplateError, Error for a change that is not honoured, by its name; all is then as it was. A version or alias of a state
   * machine that cannot be made is found last, when the rest is deployed: boot another cloud then
   */
  async deploy(assembly: string): Promise<void> {
    if (this.#isDeploying) throw new Error('a deployment is in progress, and one at a time may be: await it first');
    this.#isDeploying = true;
    try {
      this.#services = await deploy(this.#services, assembly, this.endpoint);
    } finally {
      this.#isDeploying = false;
    }
  }

  /** What the saga is started with: the ARN of its state machine's alias. */
  get sagaStateMachineArn(): string {
    return this.parameter(PARAMETER.stateMachineArn);
  }

  /** The name of the table that holds the records. */
  get tableName(): string {
    return this.parameter(PARAMETER.tableName);
  }

  /** The ARN of the topic to which transactions are published. */
  get topicArn(): string {
    return this.parameter(PARAMETER.topicArn);
  }

  /** The value of a parameter that a stack publishes. The stage is part of its name; an assembly has one. */
  parameter(parameter: Parameter): string {
    const found = this.resources('AWS::SSM::Parameter').find(({ physicalId }) => physicalId.endsWith(`/${parameter}`));
    if (found === undefined) throw new Error(`no stack of the assembly publishes the parameter …/${parameter}`);
    return String(found.attributes.Value);
  }

  /** The resources of a type, such as `AWS::SQS::Queue`, of all stacks. */
  resources(type: string): readonly Resource[] {
    return this.#services.assembly.resources(type);
  }

  /** What the Deployments of the templates make, as EKS admits it: `Consumers` starts them. */
  get pods(): readonly Pod[] {
    return this.#services.pods;
  }

  stepFunctionsClient(): SFNClient {
    return new SFNClient(this.#clientConfig());
  }

  dynamodbClient(): DynamoDBClient {
    return new DynamoDBClient(this.#clientConfig());
  }

  snsClient(): SNSClient {
    return new SNSClient(this.#clientConfig());
  }

  sqsClient(): SQSClient {
    return new SQSClient(this.#clientConfig());
  }

  /**
   * Resolves when nothing more happens by itself: no execution waits or retries, no function runs, no event is on its way.
   * Schedules do not count.
   */
  idle(): Promise<void> {
    return this.clock.idle();
  }

  /**
   * Lets so much time pass, with all that it brings.
   *
   * @throws Error where the clock is the machine's own, which nobody can advance
   */
  async advance(ms: number): Promise<void> {
    if (!(this.clock instanceof VirtualClock))
      throw new Error('only a virtual clock can be advanced: boot with clock: "virtual"');
    await this.clock.advance(ms);
  }

  /**
   * Runs a rule that has a schedule now, besides its times.
   *
   * @param name the rule's name or ARN, or what its logical id begins with
   * @throws Error where not exactly one rule with a schedule has it
   */
  async runSchedule(name: string): Promise<void> {
    await this.#services.events.runSchedule(name);
  }

  /** How many requests an execution and its Lambdas have sent to DynamoDB. */
  dynamodbRequests(executionArn: string): number {
    const counts = this.#services.dynamodb.requests(this.stepFunctions.traceRoot(executionArn));
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  }

  /** Ends all that runs and gives the port back. */
  async close(): Promise<void> {
    await this.#services.eventSourceMappings.close();
    this.#services.events.close();
    await this.#listener.close();
    await this.#services.lambda.close();
    this.#services.clock.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #clientConfig() {
    return { endpoint: this.endpoint, region: REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  }
}
