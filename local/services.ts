import { type Assembly, readAssembly } from './cloudformation/assembly.ts';
import { ACCOUNT, REGION } from './cloudformation/place.ts';
import { createDynamoDb, type DynamoDb, type DynamoDbProps } from './dynamodb/dynamodb.ts';
import type { Parameters } from './http/aws-json.ts';
import type { Service } from './http/service.ts';
import type { Pod } from './kubernetes/pod.ts';
import { createPodIdentityAgent } from './kubernetes/pod-identity-agent.ts';
import { readPods } from './kubernetes/pods.ts';
import { createEventSourceMappings, type EventSourceMappings } from './lambda/event-source-mappings.ts';
import { lambdaService } from './lambda/invoke-api.ts';
import { createLambda, type Lambda, type LambdaProps } from './lambda/runtime.ts';
import { createSnsSqs, type SnsSqs, type SnsSqsProps } from './sns-sqs/sns-sqs.ts';
import { createSsm } from './ssm/ssm.ts';
import { registerStateMachines } from './stepfunctions/from-assembly.ts';
import { StepFunctions } from './stepfunctions/step-functions.ts';
import { Sessions } from './sts/sessions.ts';
import { createSts, type StsProps } from './sts/sts.ts';

/** What may go wrong from outside, service by service: each sees a request before it is carried out. */
export interface Faults {
  readonly dynamodb?: DynamoDbProps['beforeRequest'];
  readonly lambda?: LambdaProps['beforeInvoke'];
  readonly messaging?: SnsSqsProps['beforeRequest'];
  readonly sts?: StsProps['beforeRequest'];
}

export interface ServicesProps {
  /** The directory of the cloud assembly, such as `cdk.out`. */
  readonly assembly: string;
  /** Retries and Waits last so many times as long as the definitions say. @default 1 */
  readonly timeScale?: number;
  /** @default - nothing goes wrong */
  readonly faults?: Faults;
  /** How long a role's credentials hold, in seconds. @default - as long as is asked for */
  readonly sessionSeconds?: number;
  /** Gets each line that a function writes. @default - they are dropped */
  readonly onLog?: (name: string, line: string) => void;
}

/** The services of the embedded cloud, with what the templates make in them. */
export interface Services {
  readonly assembly: Assembly;
  readonly dynamodb: DynamoDb;
  readonly lambda: Lambda;
  /** Polls once it is told to: by then the port has to answer the functions. */
  readonly eventSourceMappings: EventSourceMappings;
  readonly messaging: SnsSqs;
  /** What the Deployments of the templates make. Nobody has started them. */
  readonly pods: readonly Pod[];
  readonly stepFunctions: StepFunctions;
  /** Those that answer on the port. */
  readonly all: readonly Service[];
}

/** @throws TemplateError for what the templates ask and the embedded cloud cannot honour, by its name */
export async function createServices(endpoint: string, props: ServicesProps): Promise<Services> {
  const { timeScale = 1, faults = {}, sessionSeconds, onLog } = props;
  const assembly = readAssembly(props.assembly, { endpoint });
  const dynamodb = await createDynamoDb({ assembly, ...(faults.dynamodb && { beforeRequest: faults.dynamodb }) });
  const messaging = await createSnsSqs({
    endpoint,
    assembly,
    ...(faults.messaging && { beforeRequest: faults.messaging }),
  });
  const lambda = createLambda({
    assembly,
    endpoint: () => endpoint,
    ...(faults.lambda && { beforeInvoke: faults.lambda }),
    ...(onLog && { onLog }),
  });
  const eventSourceMappings = createEventSourceMappings({
    assembly,
    functions: lambda,
    sqs: (operation, parameters) => messaging.execute('sqs', operation, parameters),
    ...(onLog && { onLog }),
  });
  const sessions = new Sessions();
  const podIdentityAgent = createPodIdentityAgent({
    assembly,
    sessions,
    ...(sessionSeconds !== undefined && { sessionSeconds }),
  });
  const sts = createSts({
    assembly,
    sessions,
    ...(sessionSeconds !== undefined && { sessionSeconds }),
    ...(faults.sts && { beforeRequest: faults.sts }),
  });
  const stepFunctions = new StepFunctions({
    region: REGION,
    account: ACCOUNT,
    timeScale,
    functions: lambda,
    backlog: () => lambda.waiting,
    // A state asks the services themselves, not through the port: the same answers, without the way.
    callService: (service, action, parameters, options) =>
      service === 'dynamodb'
        ? dynamodb.execute(action, parameters as Parameters, options)
        : messaging.execute(service, action, parameters as Parameters, options),
  });
  await registerStateMachines(stepFunctions, assembly);
  const ssm = createSsm({ assembly });
  const others = [ssm, sts, podIdentityAgent, lambdaService(lambda)];
  const all = [dynamodb, messaging.sqs, messaging.sns, stepFunctions.service, ...others];
  const pods = readPods(assembly);
  return { assembly, dynamodb, lambda, eventSourceMappings, messaging, pods, stepFunctions, all };
}
