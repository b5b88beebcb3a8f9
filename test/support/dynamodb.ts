import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AwsStub, stubAws } from './aws-stub.ts';

/** Stubs every DynamoDB client for the tests of a file. A command that no test has stubbed throws by name. */
export function stubDynamoDB(): AwsStub {
  return stubAws(DynamoDBClient);
}

/** What DynamoDB answers where a ConditionExpression does not hold. */
export function conditionFailed(): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: { httpStatusCode: 400 },
  });
}
