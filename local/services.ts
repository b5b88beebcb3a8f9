import type { Clock } from './clock/clock.ts';
import { RealClock } from './clock/real-clock.ts';
import { VirtualClock } from './clock/virtual-clock.ts';
import { type Assembly, readAssembly } from './cloudformation/assembly.ts';
import { ACCOUNT, REGION } from './cloudformation/place.ts';
import { createDynamoDb, type DynamoDb, type DynamoDbProps, type DynamoDbRequest } from './dynamodb/dynamodb.ts';
import type { DeliveryProps } from './events/delivery.ts';
import { createEvents, type Events } from './events/events.ts';
import { createSenders, queueUrl } from './events/senders.ts';
import { statusChangeEvent } from './events/status-change-event.ts';
import { AwsError } from './http/aws-error.ts';
import type { Parameters } from './http/aws-json.ts';
import { respond } from './http/server.ts';
import type { Service } from './http/service.ts';
import { Invocations } from './invocations.ts';
import type { Pod } from './kubernetes/pod.ts';
import { createPodIdentityAgent } from './kubernetes/pod-identity-agent.ts';
import { readPods } from './kubernetes/pods.ts';
import { lambdaService } from './lambda/api.ts';
import { asynchronousInvoker } from './lambda/asynchronous.ts';
import { deadLetter } from './lambda/dead-letter.ts';
import { createEventSourceMappings, type EventSourceMappings } from './lambda/event-source-mappings.ts';
import type { AnnouncedInvocation } from './lambda/invocation-fault.ts';
import { createLambda, type Lambda, type LambdaProps } from './lambda/runtime.ts';
import { createSnsSqs, type SnsSqs, type SnsSqsProps } from './sns-sqs/sns-sqs.ts';
import { createSsm } from './ssm/ssm.ts';
import type { RetentionProps } from './stepfunctions/execution-store.ts';
import { registerStateMachines } from './stepfunctions/from-assembly.ts';
import { StepFunctions, type StepFunctionsProps } from './stepfunctions/step-functions.ts';
import { Sessions } from './sts/sessions.ts';
import { createSts, type StsProps } from './sts/sts.ts';

/** A request to DynamoDB, and the invocation that it comes from: none where a state or somebody outside sends it. */
export interface TracedDynamoDbRequest extends DynamoDbRequest {
  readonly invocation?: AnnouncedInvocation;
}

/** What may go wrong from outside, service by service: each sees a request before it is carried out. */
export interface Faults {
  readonly dynamodb?: (request: TracedDynamoDbRequest) => ReturnType<NonNullable<DynamoDbProps['beforeRequest']>>;
  readonly events?: DeliveryProps['beforeDelivery'];
  readonly lambda?: LambdaProps['beforeInvoke'];
  readonly messaging?: SnsSqsProps['beforeRequest'];
  readonly stepFunctions?: StepFunctionsProps['beforeRequest'];
  readonly sts?: StsProps['beforeRequest'];
}

export interface ServicesProps {
  /** The directory of the cloud assembly, such as `cdk.out`. */
  readonly assembly: string;
  /** Retries and Waits last so many times as long as the definitions say. @default 1 */
  readonly timeScale?: number;
  /**
   * `virtual` jumps to the next timer as soon as nothing is under way: retries, waits, timeouts and schedules take no time.
   * Queues keep the machine's time.
   *
   * @default 'real'
   */
  readonly clock?: 'real' | 'virtual';
  /**
   * `in-process` runs the functions' code in this process, without threads: some times as many small sagas a second. What
   * blocks or runs out of memory takes the process with it.
   *
   * @default 'threads'
   */
  readonly lambda?: 'threads' | 'in-process';
  /** @default - nothing goes wrong */
  readonly faults?: Faults;
  /** How long a role's credentials hold, in seconds. @default - as long as is asked for */
  readonly sessionSeconds?: number;
  /** Gets each line that a function writes. @default - they are dropped */
  readonly onLog?: (name: string, line: string) => void;
  /** Told of the messages that each receive hands out. @default - nobody is told */
  readonly onReceive?: SnsSqsProps['onReceive'];
  /** How much is kept of executions that have ended. @default - as much as one wants to look at in the console */
  readonly retention?: RetentionProps;
}

/** The services of the embedded cloud, with what the templates make in them. */
export interface Services {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly dynamodb: DynamoDb;
  readonly events: Events;
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
  const { timeScale = 1, faults = {}, sessionSeconds, onLog, onReceive } = props;
  const isInProcess = props.lambda === 'in-process';
  // Threads take the time that they take: it has to pass for the others as well.
  const clock = props.clock === 'virtual' ? new VirtualClock({ flows: !isInProcess }) : new RealClock();
  const assembly = readAssembly(props.assembly, { endpoint });
  const invocations = new Invocations();
  const dynamodb = await createDynamoDb({
    assembly,
    clock,
    beforeRequest: (request) => {
      const invocation = invocations.of(request.traceHeader);
      return faults.dynamodb?.({ ...request, ...(invocation && { invocation }) });
    },
  });
  const messaging = await createSnsSqs({
    endpoint,
    assembly,
    ...(faults.messaging && { beforeRequest: faults.messaging }),
    ...(onReceive && { onReceive }),
  });
  const lambda = createLambda({
    assembly,
    clock,
    endpoint: () => endpoint,
    beforeInvoke: (invocation) => {
      invocations.add(invocation);
      return faults.lambda?.(invocation);
    },
    ...(isInProcess && { inProcess: (request, response) => void respond(all, request, response) }),
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
    clock,
    timeScale,
    ...props.retention,
    functions: lambda,
    backlog: () => lambda.waiting,
    ...(faults.stepFunctions && { beforeRequest: faults.stepFunctions }),
    // A state asks the services themselves, not through the port: the same answers, without the way.
    callService: (service, action, parameters, options) =>
      service === 'dynamodb'
        ? dynamodb.execute(action, parameters as Parameters, options)
        : messaging.execute(service, action, parameters as Parameters, options),
  });
  await registerStateMachines(stepFunctions, assembly);
  const functions = asynchronousInvoker({
    functions: lambda,
    clock,
    onGivenUp: (name, payload, why) => {
      const { deadLetterQueueArn } = lambda.find(name).fn;
      if (deadLetterQueueArn === undefined)
        onLog?.(name, 'an event was given up: all attempts failed, and there is no queue for it');
      else void bury(messaging, queueUrl(endpoint, deadLetterQueueArn), deadLetter(payload, why));
    },
  });
  const events = createEvents({
    assembly,
    clock,
    senders: createSenders({ stepFunctions, messaging, functions, endpoint }),
    ...(faults.events && { beforeDelivery: faults.events }),
  });
  stepFunctions.onStatusChange((change) => void events.put(statusChangeEvent(change)));
  const ssm = createSsm({ assembly });
  const all: readonly Service[] = [
    dynamodb,
    messaging.sqs,
    messaging.sns,
    stepFunctions.service,
    ssm,
    sts,
    podIdentityAgent,
    lambdaService(lambda),
  ];
  const pods = readPods(assembly);
  return { assembly, clock, dynamodb, events, lambda, eventSourceMappings, messaging, pods, stepFunctions, all };
}

/** What the queue does not take either is dropped, as on AWS. */
async function bury(messaging: SnsSqs, QueueUrl: string, message: object): Promise<void> {
  try {
    await messaging.execute('sqs', 'SendMessage', { QueueUrl, ...message });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}
