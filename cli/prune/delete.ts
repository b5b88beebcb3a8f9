import { DeleteFunctionCommand, ResourceConflictException, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { ConflictException, DeleteStateMachineVersionCommand } from '@aws-sdk/client-sfn';
import type { Connection } from '../connection.ts';
import type { Candidate, Row } from './row.ts';

/** Deletes a version of a state machine; one that an alias has come to route to meanwhile is kept. */
export async function deleteMachineVersion({ sfn }: Pick<Connection, 'sfn'>, candidate: Candidate): Promise<Row> {
  try {
    await sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: candidate.arn }));
    return { ...candidate, action: 'deleted', why: '' };
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
    return { ...candidate, action: 'kept', why: `refused: ${error.message}` };
  }
}

/** Deletes a version of a function; one that an alias of the function names is kept. */
export async function deleteFunctionVersion(
  { lambda }: Pick<Connection, 'lambda'>,
  candidate: Candidate,
): Promise<Row> {
  const functionArn = candidate.arn.slice(0, candidate.arn.lastIndexOf(':'));
  try {
    await lambda.send(new DeleteFunctionCommand({ FunctionName: functionArn, Qualifier: candidate.version }));
    return { ...candidate, action: 'deleted', why: '' };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { ...candidate, action: 'deleted', why: 'was gone already' };
    if (!(error instanceof ResourceConflictException)) throw error;
    return { ...candidate, action: 'kept', why: `refused: ${error.message}` };
  }
}
