import { expect, test } from '@jest/globals';
import { jsonLogger, type LogLevel } from '../../consumer/log.ts';

function logged(log: (logger: ReturnType<typeof jsonLogger>) => void, level?: LogLevel): Record<string, unknown>[] {
  const lines: string[] = [];
  log(jsonLogger({ write: (line) => lines.push(line), ...(level === undefined ? {} : { level }) }));
  for (const line of lines) expect(line).toMatch(/^[^\n]*\n$/);
  return lines.map((line) => JSON.parse(line));
}

test('a line is one JSON object with its time, level and message', () => {
  expect(logged((logger) => logger.info('a\nb', { count: 1 }))).toEqual([
    { time: expect.stringMatching(/^\d{4}-.*Z$/), level: 'info', message: 'a\nb', count: 1 },
  ]);
});

test.each([
  ['error', ['error']],
  ['warn', ['error', 'warn']],
  ['info', ['error', 'warn', 'info']],
  ['debug', ['error', 'warn', 'info', 'debug']],
] as const)('at level %s, what is less important is dropped', (level, expected) => {
  const lines = logged((logger) => {
    for (const each of ['error', 'warn', 'info', 'debug'] as const) logger[each](each);
  }, level);
  expect(lines.map((line) => line.level)).toEqual(expected);
});

test('an error tells its name, message, code, request and cause, and not its stack nor the whole response', () => {
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const error = Object.assign(new Error('failed', { cause }), {
    name: 'ServiceUnavailable',
    $metadata: { httpStatusCode: 503, requestId: 'r-1' },
    $response: { body: 'all of it' },
  });
  const [line] = logged((logger) => logger.warn('call failed', { error }));
  expect(line?.error).toEqual({
    name: 'ServiceUnavailable',
    message: 'failed',
    httpStatusCode: 503,
    requestId: 'r-1',
    cause: { name: 'Error', message: 'refused', code: 'ECONNREFUSED' },
  });
});

test('a bigint does not stop a line', () => {
  expect(logged((logger) => logger.info('big', { value: 2n ** 64n }))[0]?.value).toBe('18446744073709551616');
});
