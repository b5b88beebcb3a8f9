import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../local/start/outcome.ts';

const ROOT = join(import.meta.dirname, '../../..');
const NODE = ['--import', join(ROOT, 'bin/require-node.mjs')];
const TIMEOUT_MS = 60_000;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fanout-saga-start-'));
});
afterAll(async () => rm(directory, { recursive: true, force: true }));

describe('npm start', () => {
  test(
    'runs the transactions of a file, in either form, and prints one JSON document',
    async () => {
      const file = await inputFile(
        '{"Payload":{"TransactionDetails":{"TransactionId":"pasted"}}}',
        '',
        '{"TransactionId":"bare","Records":[{"Id":"b"},{"Id":"a"}]}',
        '{"TransactionId":"failing","simulateFail":"TransformRecords"}',
        '{"TransactionId":"__proto__"}',
      );

      const { code, stdout } = await start('--input', file, '--json');

      const { bootMs, sagas } = JSON.parse(stdout) as { bootMs: number; sagas: Outcome[] };
      expect(code).toBe(0);
      expect(bootMs).toBeGreaterThan(0);
      expect(sagas.map(({ transactionId, status, error }) => [transactionId, status, error])).toEqual([
        ['pasted', 'SUCCEEDED', null],
        ['bare', 'SUCCEEDED', null],
        ['failing', 'FAILED', 'SimulatedFailure'],
        ['__proto__', 'SUCCEEDED', null],
      ]);
      expect(sagas[1]).toMatchObject({ statesEntered: 3, lambdaInvocations: 3, dynamodbRequests: 3, cause: null });
      expect(sagas[1]?.record).toMatchObject({ CommitRecords: { Data: { Count: 2 } } });
    },
    TIMEOUT_MS,
  );

  test(
    'prints plain lines into a pipe, then the table, and ends with 1 when a saga did not end as asked',
    async () => {
      const file = await inputFile('{"TransactionId":"fine"}', '{"hello":1}');

      const { code, stdout } = await start('--input', file);

      expect(code).toBe(1);
      expect(stdout).toMatch(/^\d\/2 fine: SUCCEEDED, COMMITTED$/m);
      expect(stdout).toContain('InvalidTransaction');
      expect(stdout).toContain('2 sagas in');
      expect(stdout).toContain('1 ended as asked, 1 did not');
      expect(stdout).not.toContain('\u001b[');
    },
    TIMEOUT_MS,
  );

  test.each([
    ['a line that is not JSON, by its number', ['{"TransactionId":"a"}', '{"TransactionId":'], /:2 is not JSON/],
    ['a file without a transaction', ['', '  '], /holds no transaction/],
  ])('refuses %s, before anything starts', async (_, lines, message) => {
    const { code, stdout, stderr } = await start('--input', await inputFile(...lines));

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    [['--input', '/no/such/file'], /cannot be read/],
    [['--count', '0'], /whole number from 1/],
    [['--simulate-fail', 'Nope'], /ProcessRecords, TransformRecords, CommitRecords/],
    [['--simulate-fail', '{"step":"CommitRecords","phase":"during"}'], /before, after, timeout, rollback/],
    [['--sumulate-fail', 'true'], /unknown option/],
  ])('refuses the arguments %j in a sentence', async (argv, message) => {
    const { code, stderr } = await start(...argv);

    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test(
    'says which port is taken',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as { port: number };

      const { code, stderr } = await start('--count', '1', '--port', String(port));
      other.close();

      expect(code).toBe(2);
      expect(stderr).toContain(`cannot open port ${port} on 127.0.0.1: another process listens on it`);
      expect(stderr).not.toContain('    at ');
    },
    TIMEOUT_MS,
  );
});

describe('npm run local', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its endpoint and what to type next, serves any SDK, and stops on %s',
    async (signal) => {
      const child = spawn(process.execPath, [...NODE, 'local/serve.ts', '--port', '0'], { cwd: ROOT });
      try {
        const endpoint = await endpointOf(child);
        const sfn = new SFNClient({
          endpoint,
          region: 'us-east-1',
          credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        });
        const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
        const stateMachineArn = stateMachines?.[0]?.stateMachineArn;
        const input = '{"TransactionDetails":{"TransactionId":"served"}}';
        const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
        expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ input });

        child.kill(signal);
        expect(await once(child, 'exit')).toEqual([0, null]);
      } finally {
        child.kill('SIGKILL');
      }
    },
    TIMEOUT_MS,
  );
});

test(
  'npm run local stops when npm itself is told to, which tells only the shell in between',
  async () => {
    const npm = spawn('npm', ['run', '--silent', 'local', '--', '--port', '0'], { cwd: ROOT });
    try {
      const endpoint = await endpointOf(npm);
      npm.kill('SIGTERM');
      await gone(endpoint);
    } finally {
      npm.kill('SIGKILL');
    }
  },
  TIMEOUT_MS,
);

/** Resolves when nobody answers any more; the test's timeout is how long that may take. */
async function gone(endpoint: string): Promise<void> {
  for (;;) {
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function inputFile(...lines: string[]): Promise<string> {
  const file = join(await mkdtemp(join(directory, 'input-')), 'transactions.jsonl');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

async function start(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...NODE, 'local/start.ts', ...argv], { cwd: ROOT }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

async function endpointOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const endpoint = /up on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (endpoint !== undefined) return endpoint;
  }
  throw new Error('the embedded cloud ended before it was up');
}
