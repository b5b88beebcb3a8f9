import { describe, expect, test } from '@jest/globals';
import { lambdaService } from '../../../local/lambda/api.ts';
import { listenForTest, post } from '../http/client.ts';
import { type FunctionProps, functionOf } from './functions.ts';

const resources = { Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } } };
const code = `export const run = async (event) => {
  if (event.fail) throw new RangeError('no luck');
  return event.trace ? process.env._X_AMZN_TRACE_ID : event;
};`;

async function invoke(body: string, { headers = {}, path = 'Fn/invocations', ...props }: FunctionProps & Request = {}) {
  const lambda = functionOf(code, { resources, ...props });
  const listener = await listenForTest({ services: [lambdaService(lambda)] });
  return await post(listener, headers, body, `/2015-03-31/functions/${path}`);
}

interface Request {
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

describe('Invoke', () => {
  test('answers with what the function returns', async () => {
    const { status, headers, body } = await invoke('{"a":1}', {
      headers: { 'x-amz-invocation-type': 'RequestResponse' },
    });
    expect([status, body]).toEqual([200, '{"a":1}']);
    expect(headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(headers.get('x-amz-function-error')).toBeNull();
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('answers an error of the function with 200 and a header', async () => {
    const { status, headers, body } = await invoke('{"fail":true}');
    expect(status).toBe(200);
    expect(headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(JSON.parse(body)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no luck' });
  });

  test.each([
    'Fn/invocations?Qualifier=1',
    'Fn:1/invocations',
    `${encodeURIComponent('arn:aws:lambda:us-east-1:000000000000:function:Fn:1')}/invocations`,
  ])('finds a version at %s', async (path) => {
    expect((await invoke('{}', { path })).headers.get('x-amz-executed-version')).toBe('1');
  });

  test('makes an empty body an empty event', async () => {
    expect((await invoke('')).body).toBe('{}');
  });

  test('hands on the trace, or begins one', async () => {
    const trace = 'Root=1-aaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbb';
    expect((await invoke('{"trace":true}', { headers: { 'x-amzn-trace-id': trace } })).body).toMatch(
      new RegExp(`^"${trace};Parent=[0-9a-f]{16}"$`),
    );
    expect((await invoke('{"trace":true}')).body).toMatch(
      /^"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0"$/,
    );
  });

  test.each([
    ['Nobody/invocations', '{}', {}, 404, 'ResourceNotFoundException', /^Function not found: arn:.*:function:Nobody$/],
    ['Fn/invocations', '{', {}, 400, 'InvalidRequestContentException', /^Could not parse request body into json: /],
    [
      'Fn/invocations',
      '{}',
      { 'x-amz-invocation-type': 'Event' },
      400,
      'InvalidParameterValueException',
      /does not honour x-amz-invocation-type: "Event"/,
    ],
    [
      'Fn/invocations',
      '{}',
      { 'x-amz-log-type': 'Tail' },
      400,
      'InvalidParameterValueException',
      /does not honour x-amz-log-type: "Tail"/,
    ],
    ['Fn/code', '{}', {}, 404, 'UnknownOperationException', /does not know POST \/2015-03-31\/functions\/Fn\/code/],
  ])('refuses %s %s %j', async (path, body, headers, status, code, message) => {
    const response = await invoke(body, { path, headers });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, code]);
    expect(JSON.parse(response.body)).toEqual({ Type: 'User', Message: expect.stringMatching(message) });
  });
});
