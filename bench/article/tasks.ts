import { DynamoDBClient, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** What the article's Lambdas are told, but for the arrays: each gets the execution's input. */
interface ArticleTask {
  readonly Step: string;
  readonly Input: { readonly TransactionDetails: { readonly TransactionId: string } };
  readonly Execution: { readonly Id: string; readonly Name: string };
}

const client = new DynamoDBClient();

/** One unconditional UpdateItem: it makes the item where there is none, and asks nobody whose it is. */
async function update({ Input }: ArticleTask, expression: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) {
  const { TransactionId } = Input.TransactionDetails;
  await client.send(
    new UpdateItemCommand({ TableName: process.env.TABLE_NAME, Key: marshall({ TransactionId }), ...expression }),
  );
}

/** An entry of its audit list. The execution in it is the model's: the article cannot tell whose an entry is. */
async function audit(task: ArticleTask, status: string): Promise<void> {
  const entry = { Execution: task.Execution.Id, Name: task.Step, Status: status };
  await update(task, {
    UpdateExpression: 'SET Steps = list_append(if_not_exists(Steps, :none), :entry)',
    ExpressionAttributeValues: marshall({ ':none': [], ':entry': [entry] }),
  });
}

async function setStatus(task: ArticleTask, status: string): Promise<void> {
  await update(task, {
    UpdateExpression: 'SET #Status = :status, ExecutionId = :me',
    ExpressionAttributeNames: { '#Status': 'Status' },
    ExpressionAttributeValues: marshall({ ':status': status, ':me': task.Execution.Id }),
  });
}

export const start = (task: ArticleTask) => setStatus(task, 'IN_PROGRESS');

export const finish = (task: ArticleTask) => setStatus(task, 'COMMITTED');

/** Two updates, between which it can die. */
export async function run(task: ArticleTask): Promise<void> {
  const { Step, Input, Execution } = task;
  try {
    const By = `${Input.TransactionDetails.TransactionId}:${Execution.Name}:${Step}`;
    await update(task, {
      UpdateExpression: 'SET #Step = :data',
      ExpressionAttributeNames: { '#Step': Step },
      ExpressionAttributeValues: marshall({ ':data': { Data: { By } } }),
    });
    await audit(task, 'Success');
  } catch (error) {
    await audit(task, 'Error');
    throw error;
  }
}

/** Three updates: the data, the audit entry, and the lock that nobody has taken. */
export async function undo(task: ArticleTask): Promise<void> {
  await update(task, { UpdateExpression: 'REMOVE #Step', ExpressionAttributeNames: { '#Step': task.Step } });
  await audit(task, 'RolledBack');
  await update(task, { UpdateExpression: 'SET Locked = :no', ExpressionAttributeValues: marshall({ ':no': false }) });
  // The model's: the article's record does not say that it was rolled back, and everything would count as open.
  if (task.Step === process.env.FIRST_STEP) await setStatus(task, 'ROLLED_BACK');
}
