import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { queueUrlParameter } from '../../contract/parameters.ts';
import type { EmbeddedCloud } from '../../local/cloud.ts';
import type { Execution } from '../../local/stepfunctions/execution.ts';
import type { ChaosFacts, ChaosRecord, ExecutionFacts, QueueFacts } from './facts.ts';
import type { ChaosFaults } from './faults/chaos-faults.ts';
import { VERDICT } from './faults/lambda-faults.ts';
import { type Journal, transactionIdOf } from './journal.ts';
import type { OutcomeListener } from './outcomes.ts';
import type { Plan } from './plan.ts';
import { depthOf } from './queues.ts';

export interface Witnesses {
  readonly cloud: EmbeddedCloud;
  readonly plan: Plan;
  readonly journal: Journal;
  readonly faults: ChaosFaults;
  readonly listener: OutcomeListener;
}

/** Takes down all that can be seen in the end. */
export async function collect({ cloud, plan, journal, faults, listener }: Witnesses): Promise<ChaosFacts> {
  const queues = await queueFacts(cloud, plan);
  const outcomes = Map.groupBy(await listener.told(), ({ TransactionId }) => TransactionId);
  const records = await readRecords(cloud);
  const executions = Map.groupBy(executionFacts(cloud, journal, faults), ({ transactionId }) => transactionId);
  const planned = new Set(plan.transactions.map(({ details }) => details.TransactionId));
  return {
    transactions: plan.transactions.map((transaction) => {
      const id = transaction.details.TransactionId;
      return {
        planned: transaction,
        executions: executions.get(id) ?? [],
        record: records.get(id),
        outcomes: outcomes.get(id) ?? [],
      };
    }),
    strangers: [...executions].filter(([id]) => !planned.has(id)).flatMap(([, ofOne]) => ofOne),
    failedRecoveries: [...journal.recoveries.values()]
      .filter(({ status }) => status !== 'SUCCEEDED')
      .map(({ name, status, error, input }) => `the recovery ${name} of ${input} ended ${status} ${error}`),
    queues,
  };
}

function executionFacts(cloud: EmbeddedCloud, journal: Journal, { stopped }: ChaosFaults): readonly ExecutionFacts[] {
  const recovered = new Set([...journal.recoveries.values()].map(({ input }) => JSON.parse(input).ExecutionArn));
  return [...journal.sagas.values()].map((change) => {
    const failures = failuresIn(cloud.stepFunctions.execution(change.executionArn).history);
    return {
      arn: change.executionArn,
      name: change.name,
      transactionId: transactionIdOf(change),
      status: change.status,
      error: change.error ?? undefined,
      hasVerdict: failures.includes(VERDICT),
      timeouts: failures.filter((error) => error === 'States.Timeout').length,
      wasStopped: stopped.has(change.name),
      wasRecovered: recovered.has(change.executionArn),
    };
  });
}

/** The errors of the attempts at Tasks, as the execution has heard of them. */
function failuresIn({ events }: Execution['history']): readonly unknown[] {
  return events.flatMap(({ taskFailedEventDetails: failed, taskTimedOutEventDetails: timedOut }) =>
    [failed, timedOut].flatMap((details) => (details === undefined ? [] : [details.error])),
  );
}

/** All of them are empty, but that of a group that nobody consumes here: it has got what SNS has got. */
async function queueFacts(cloud: EmbeddedCloud, { messages }: Plan): Promise<readonly QueueFacts[]> {
  const sqs = cloud.sqsClient();
  const unconsumed = cloud.parameter(queueUrlParameter('audit'));
  const facts: QueueFacts[] = [];
  for (const { logicalId, physicalId } of cloud.resources('AWS::SQS::Queue')) {
    const { visible, inFlight } = await depthOf(sqs, physicalId);
    const expected = physicalId === unconsumed ? messages.length : 0;
    facts.push({ queue: logicalId, messages: visible + inFlight, expected });
  }
  return facts;
}

async function readRecords(cloud: EmbeddedCloud): Promise<ReadonlyMap<string, ChaosRecord>> {
  const client = cloud.dynamodbClient();
  const records = new Map<string, ChaosRecord>();
  let ExclusiveStartKey: ScanCommand['input']['ExclusiveStartKey'];
  do {
    const page = await client.send(new ScanCommand({ TableName: cloud.tableName, ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const record = unmarshall(item) as ChaosRecord;
      records.set(record.TransactionId, record);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return records;
}
