import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/http/aws-json.ts';
import type { InvocationResult } from '../../../../local/lambda/invoker.ts';
import { FakeFunctions } from '../support/fake-functions.ts';
import { FUNCTION, lambdaTask, machineOf, runDefinition } from '../support/run.ts';

const invoke = (Parameters: object) => machineOf({ Charge: lambdaTask({ Parameters }) });

describe('lambda:invoke', () => {
  test('gives the result that AWS gives', async () => {
    const { output } = await runDefinition(invoke({ FunctionName: FUNCTION, Payload: { a: 1 } }));

    expect(output).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { a: 1 },
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ 'X-Amz-Executed-Version': ['$LATEST'] }),
        HttpHeaders: expect.objectContaining({ 'X-Amz-Executed-Version': '$LATEST' }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: expect.any(String) },
      StatusCode: 200,
    });
  });

  test('sends {} where there is no Payload, and null where it is null', async () => {
    const functions = new FakeFunctions();
    await runDefinition(invoke({ FunctionName: FUNCTION }), {}, { functions });
    await runDefinition(invoke({ FunctionName: FUNCTION, Payload: null }), {}, { functions });

    expect(functions.calls.map(({ payload }) => payload)).toEqual([{}, null]);
  });

  test('invokes the qualified function under the execution’s trace', async () => {
    const functions = new FakeFunctions();
    await runDefinition(invoke({ FunctionName: 'Charge', Qualifier: '7' }), {}, { functions });

    expect(functions.calls).toMatchObject([
      { functionName: 'Charge:7', traceId: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/) },
    ]);
  });

  test('has null where the function gives nothing', async () => {
    const functions = new FakeFunctions(() => undefined);

    expect(await runDefinition(invoke({ FunctionName: 'f' }), {}, { functions })).toMatchObject({
      output: { Payload: null },
    });
  });

  test('fails with States.Runtime where FunctionName is no text', async () => {
    expect(await runDefinition(invoke({ 'FunctionName.$': '$.name' }), { name: 5 })).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(
        "FunctionName of lambda:invoke is the number 5, but has to be a function's name or ARN",
      ),
    });
  });
});

describe('a function that fails', () => {
  const failing = (result: InvocationResult) => ({ functions: { invoke: async () => result } });

  test('without an error type fails with Lambda.Unknown', async () => {
    const props = failing({ functionError: { errorType: '', errorMessage: 'killed' } });

    expect(await runDefinition(machineOf({ Charge: lambdaTask() }), {}, props)).toMatchObject({
      error: 'Lambda.Unknown',
      cause:
        'The cause could not be determined because Lambda did not return an error type. ' +
        'Returned payload: {"errorMessage":"killed"}',
    });
  });

  test.each([
    [new AwsError('ResourceNotFoundException', 'Function not found: f', 404), 'Lambda.ResourceNotFoundException'],
    [new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429), 'Lambda.TooManyRequestsException'],
    [new AwsError('ServiceException', 'oh', 500), 'Lambda.ServiceException'],
    [new TypeError('fetch failed'), 'Lambda.SdkClientException'],
  ])('because of the service fails with its code (case %#)', async (failure, error) => {
    const functions = {
      invoke: () => {
        throw failure;
      },
    };

    expect(await runDefinition(machineOf({ Charge: lambdaTask() }), {}, { functions })).toMatchObject({
      error,
      cause: expect.stringContaining(failure.message),
    });
  });
});
