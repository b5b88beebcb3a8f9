/** What to type next, for somebody who sees the embedded cloud for the first time. */
export function nextCommands({
  endpoint,
  sagaStateMachineArn,
  tableName,
}: {
  endpoint: string;
  sagaStateMachineArn: string;
  tableName: string;
}): string {
  const input = '{"Payload":{"TransactionDetails":{"TransactionId":"hello"}}}';
  return `The embedded cloud is up on ${endpoint}. Point any AWS SDK or CLI at it:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

  aws stepfunctions start-execution --state-machine-arn ${sagaStateMachineArn} --name hello-1 \\
    --input '${input}'
  aws dynamodb get-item --table-name ${tableName} --key '{"TransactionId":{"S":"hello"}}'

or the operator's command line, or curl:

  npm run saga -- publish --endpoint ${endpoint} 1 2 3

  curl -s ${endpoint} -H 'X-Amz-Target: AWSStepFunctions.StartExecution' -H 'Content-Type: application/x-amz-json-1.0' \\
    -d '${JSON.stringify({ stateMachineArn: sagaStateMachineArn, name: 'hello-1', input })}'

Ctrl-C stops it; nothing is kept.`;
}
